import type { ComponentChildren } from "preact";
import type { MessagePayload } from "../../protocol";
import { formatMoment } from "../../state/format";
import { useChat } from "../context";
import { openMessage } from "../navigation";
import { excerpt } from "./excerpt";

interface Props {
  message: MessagePayload;
  /** Where it was said, if that does not go without saying. */
  where?: string | undefined;
  /** What else can be done with it. */
  children: ComponentChildren;
}

/** A message in a list of such from all over: leads to where it stands. */
export function Listed({ message, where, children }: Props) {
  const chat = useChat();
  return (
    <li class="excerpt">
      <button type="button" class="excerpt-jump" onClick={() => openMessage(chat, message)}>
        <span class="excerpt-head">
          <span class="excerpt-author">{message.author.username}</span>
          {where !== undefined && <span class="excerpt-where">{where}</span>}
          <time dateTime={message.created_at}>{formatMoment(new Date(message.created_at))}</time>
        </span>
        <span class="excerpt-text" dir="auto">
          {excerpt(message)}
        </span>
      </button>
      {children}
    </li>
  );
}

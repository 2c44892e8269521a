import type { MessagePayload } from "../../protocol";
import { formatCount } from "../../state/format";
import { useChat } from "../context";
import { Icon } from "../icons";

/** How many have answered: opens the thread. */
export function Replies({ message: { room, number, replies } }: { message: MessagePayload }) {
  const chat = useChat();
  return (
    <button type="button" class="replies" onClick={() => chat.panel.open(room, { kind: "thread", root: number })}>
      <Icon name="thread" />
      {formatCount(replies, "reply", "replies")}
    </button>
  );
}

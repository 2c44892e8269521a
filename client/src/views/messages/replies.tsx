import type { ReadonlySignal } from "@preact/signals";
import type { MessagePayload } from "../../protocol";
import { formatCount } from "../../state/format";
import { useChat } from "../context";
import { Icon } from "../parts/icons";

/** How many have answered: opens the thread. */
export function Replies({ message, near }: { message: MessagePayload; near: ReadonlySignal<boolean> }) {
  const { room, number, replies } = message;
  const chat = useChat();
  return (
    <button
      type="button"
      class="replies"
      tabIndex={near.value ? 0 : -1}
      onClick={() => chat.panel.open(room, { kind: "thread", root: number })}
    >
      <Icon name="thread" />
      {formatCount(replies, "reply", "replies")}
    </button>
  );
}

import { useComputed } from "@preact/signals";
import type { MessagePayload } from "../../protocol";
import { useChat } from "../context";
import { Icon } from "../parts/icons";

/** Signs at a message that is pinned, or that one has saved. */
export function Marks({ message }: { message: MessagePayload }) {
  const chat = useChat();
  const saved = useComputed(() => chat.saved.has(message)).value;
  if (!saved && !message.pinned) return null;
  return (
    <span class="marks">
      {message.pinned && (
        <span class="mark-pinned" title="Pinned">
          <Icon name="pin" />
          <span class="visually-hidden">Pinned</span>
        </span>
      )}
      {saved && (
        <span class="mark-saved" title="Saved">
          <Icon name="star" />
          <span class="visually-hidden">Saved</span>
        </span>
      )}
    </span>
  );
}

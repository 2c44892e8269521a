import type { Room } from "../../state/rooms/room";
import { useChat } from "../context";
import { Icon } from "../parts/icons";
import { Listed } from "./listed";

/** What is pinned in a room. */
export function PinsPanel({ room }: { room: Room }) {
  const chat = useChat();
  const messages = chat.pins.of(room.id).value;
  return (
    <>
      {messages.length === 0 && <p class="panel-empty">Nothing is pinned here. Pin what everybody should find again.</p>}
      <ul class="excerpts" role="list">
        {messages.map((message) => (
          <Listed key={message.number} message={message}>
            {!room.archived.value && (
              <button
                type="button"
                class="icon-button"
                aria-label="Unpin"
                title="Unpin"
                onClick={() => void chat.toast.attempt(chat.commands.pin(message, false))}
              >
                <Icon name="close" />
              </button>
            )}
          </Listed>
        ))}
      </ul>
    </>
  );
}

import type { Room } from "../../state/rooms/room";
import { useChat } from "../context";
import { Icon } from "../parts/icons";
import { PagesView } from "../parts/pages";
import { Listed } from "./listed";

/** What is pinned in a room. */
export function PinsPanel({ room }: { room: Room }) {
  const chat = useChat();
  const pins = chat.pins.of(room.id);
  return (
    <PagesView pages={pins} what="The pinned messages" none="Nothing is pinned here. Pin what everybody should find again.">
      <ul class="excerpts" role="list">
        {pins.items.value.map((message) => (
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
    </PagesView>
  );
}

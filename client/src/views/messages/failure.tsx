import { useRef } from "preact/hooks";
import type { Room } from "../../state/rooms/room";
import type { Item } from "../../state/timeline/rows";
import { useChat } from "../context";
import { useFocusHeir } from "../parts/focus";
import { Icon } from "../parts/icons";

/** Why a message was not sent, and what can be done about it. */
export function Failure({ item, room }: { item: Item; room: Room }) {
  const chat = useChat();
  const failure = useRef<HTMLDivElement>(null);
  useFocusHeir(failure);
  const takeBack = () => {
    const entry = chat.outbox.entries.value.find((other) => other.client_id === item.client_id);
    if (entry) chat.takeBack(room, entry);
  };
  return (
    <div ref={failure} class="message-failure" role="alert">
      <p>
        <Icon name="alert" />
        <span>
          <strong>Not sent.</strong> {item.reason}
        </span>
      </p>
      <div class="message-failure-actions">
        <button type="button" class="text-button" onClick={() => chat.outbox.retry(item.client_id)}>
          Try again
        </button>
        <button type="button" class="text-button" onClick={takeBack}>
          Edit
        </button>
        <button type="button" class="text-button" onClick={() => chat.outbox.discard(item.client_id)}>
          Discard
        </button>
      </div>
    </div>
  );
}

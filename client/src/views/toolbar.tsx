import type { Room } from "../state/room";
import { Icon } from "./icons";
import { deleting } from "./ui";

/** What the author can do with a message: shown on hover, on focus, and on a tap. */
export function Toolbar({ room, number }: { room: Room; number: number }) {
  const message = () => room.timeline.value?.find(number);
  const edit = () => {
    const found = message();
    if (found) room.draft.edit(found);
  };
  const askToDelete = () => {
    const found = message();
    if (found) deleting.value = { room, message: found };
  };
  return (
    <div class="toolbar" role="group" aria-label="Message actions">
      <button type="button" class="toolbar-button" aria-label="Edit message" title="Edit" onClick={edit}>
        <Icon name="edit" />
      </button>
      <button
        type="button"
        class="toolbar-button toolbar-danger"
        aria-label="Delete message"
        title="Delete"
        onClick={askToDelete}
      >
        <Icon name="delete" />
      </button>
    </div>
  );
}

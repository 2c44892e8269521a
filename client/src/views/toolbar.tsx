import type { ReadonlySignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Room } from "../state/room";
import { useFocusHeir } from "./focus";
import { Icon } from "./icons";
import { deleting } from "./ui";

interface Props {
  room: Room;
  number: number;
  /** The focus is in the message: only then its actions are stops for the Tab key. */
  near: ReadonlySignal<boolean>;
}

/** What the author can do with a message: shown on hover, on focus, and on a tap. */
export function Toolbar({ room, number, near }: Props) {
  const toolbar = useRef<HTMLDivElement>(null);
  useFocusHeir(toolbar);
  const tabIndex = near.value ? 0 : -1;
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
    <div ref={toolbar} class="toolbar" role="group" aria-label="Message actions">
      <button type="button" class="toolbar-button" tabIndex={tabIndex} aria-label="Edit message" title="Edit" onClick={edit}>
        <Icon name="edit" />
      </button>
      <button
        type="button"
        class="toolbar-button toolbar-danger"
        tabIndex={tabIndex}
        aria-label="Delete message"
        title="Delete"
        onClick={askToDelete}
      >
        <Icon name="delete" />
      </button>
    </div>
  );
}

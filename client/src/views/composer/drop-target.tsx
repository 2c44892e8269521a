import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Room } from "../../state/rooms/room";
import { Icon } from "../parts/icons";

const carriesFiles = (transfer: DataTransfer | null): boolean => transfer?.types.includes("Files") ?? false;

/** The files of a drop or a paste. A folder looks like a file that cannot be read. */
function filesOf(transfer: DataTransfer): File[] {
  return [...transfer.items].flatMap((item) => {
    if (item.kind !== "file" || item.webkitGetAsEntry()?.isDirectory) return [];
    return item.getAsFile() ?? [];
  });
}

/** Takes the files of a paste, if that is what it is. */
export function takePasted(event: ClipboardEvent, attach: (files: File[]) => void): void {
  const data = event.clipboardData;
  // Text copied from an office program comes with a picture of itself.
  if (event.defaultPrevented || !data || !carriesFiles(data) || data.types.includes("text/plain")) return;
  event.preventDefault();
  attach(filesOf(data));
}

/** Takes files dropped or pasted anywhere on the page. */
export function DropTarget({ room }: { room: Room }) {
  const over = useSignal(false);
  useEffect(() => {
    const attach = (files: File[]) => room.draft.attach(files);
    const onDragOver = (event: DragEvent) => {
      if (!carriesFiles(event.dataTransfer)) return;
      event.preventDefault();
      over.value = true;
    };
    const onDragLeave = (event: DragEvent) => {
      // Without a target that is entered instead, the pointer left the window.
      if (event.relatedTarget === null) over.value = false;
    };
    const onDrop = (event: DragEvent) => {
      over.value = false;
      if (!event.dataTransfer || !carriesFiles(event.dataTransfer)) return;
      event.preventDefault();
      const files = filesOf(event.dataTransfer);
      if (files.length > 0) attach(files);
      else room.draft.notice.value = "Folders cannot be sent. Choose the files in them.";
    };
    const onPaste = (event: ClipboardEvent) => takePasted(event, attach);
    const listeners = new AbortController();
    const { signal } = listeners;
    addEventListener("dragover", onDragOver, { signal });
    addEventListener("dragleave", onDragLeave, { signal });
    addEventListener("drop", onDrop, { signal });
    addEventListener("paste", onPaste, { signal });
    return () => listeners.abort();
  }, [room]);
  if (!over.value) return null;
  return (
    <div class="drop-overlay">
      <p>
        <Icon name="attach" />
        Drop files to attach them
      </p>
    </div>
  );
}

import { useSignal } from "@preact/signals";
import { explain } from "../../net/errors";
import { useChat } from "../context";
import { Dialog } from "../parts/dialog";
import { plainText } from "../markdown/markdown";
import { deleting } from "../ui";

/** Asks before a message is deleted, and says so when that does not work. */
export function ConfirmDelete() {
  const asked = deleting.value;
  return asked ? <Question key={asked.message.number} {...asked} /> : null;
}

function Question({ room, message }: NonNullable<typeof deleting.value>) {
  const chat = useChat();
  const busy = useSignal(false);
  const error = useSignal<string | null>(null);
  const close = () => (deleting.value = null);
  const confirm = async () => {
    busy.value = true;
    try {
      await chat.commands.delete(message);
      if (room.draft.editing.value?.number === message.number) room.draft.stopEditing();
      close();
    } catch (reason) {
      error.value = explain(reason);
    }
    busy.value = false;
  };
  return (
    <Dialog label="Delete this message?" class="dialog" onClose={close}>
      <h2>Delete this message?</h2>
      <p class="dialog-quote" dir="auto">
        {plainText(message.body) || message.files.map((file) => file.name).join(", ")}
      </p>
      <p>It disappears for everyone. This cannot be undone.</p>
      {error.value && (
        <p class="alert" role="alert">
          {error.value}
        </p>
      )}
      <div class="dialog-actions">
        <button type="button" class="button" onClick={close}>
          Cancel
        </button>
        <button type="button" class="button button-danger" disabled={busy.value} onClick={() => void confirm()}>
          Delete
        </button>
      </div>
    </Dialog>
  );
}

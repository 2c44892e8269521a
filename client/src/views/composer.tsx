import { useRef } from "preact/hooks";
import type { Draft } from "../state/draft";
import type { Room } from "../state/room";
import { AttachmentList } from "./attachment-list";
import { Note } from "./composer-note";
import { ComposerText } from "./composer-text";
import { useFocusHeir } from "./focus";
import { Icon } from "./icons";
import { TypingLine } from "./typing";
import { useSubmit } from "./use-submit";

/** Which message is being changed. */
function Editing({ draft }: { draft: Draft }) {
  const editing = useRef<HTMLDivElement>(null);
  useFocusHeir(editing);
  return (
    <div ref={editing} class="composer-editing">
      <Icon name="edit" />
      <span>Editing your message</span>
      <button type="button" class="text-button" onClick={() => draft.stopEditing()}>
        Cancel
      </button>
    </div>
  );
}

function AttachButton({ room }: { room: Room }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        class="icon-button composer-attach"
        aria-label="Attach files"
        title="Attach files"
        disabled={room.draft.editing.value !== null}
        onClick={() => input.current?.click()}
      >
        <Icon name="attach" />
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        data-testid="file-input"
        aria-label="Files"
        onChange={(event) => {
          const { currentTarget } = event;
          room.draft.attach([...(currentTarget.files ?? [])]);
          // So that the same file can be chosen again.
          currentTarget.value = "";
        }}
      />
    </>
  );
}

/** Where messages are written. */
export function Composer({ room }: { room: Room }) {
  const { draft } = room;
  const { submit, busy } = useSubmit(room);
  const editing = draft.editing.value;
  const blocked = busy.value || draft.objection !== null || (!editing && draft.empty);
  return (
    <form
      class="composer"
      aria-label="Write a message"
      data-editing={editing ? "" : undefined}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div class="composer-column">
        <TypingLine room={room} />
        <div class="composer-box">
          {editing && <Editing draft={draft} />}
          {!editing && <AttachmentList draft={draft} />}
          <div class="composer-row">
            <AttachButton room={room} />
            <ComposerText room={room} onSubmit={submit} />
            <button
              type="submit"
              class="icon-button composer-send"
              aria-label={editing ? "Save" : "Send"}
              title={editing ? "Save" : "Send"}
              aria-disabled={blocked}
            >
              <Icon name={editing ? "check" : "send"} />
            </button>
          </div>
        </div>
        <Note room={room} />
      </div>
    </form>
  );
}

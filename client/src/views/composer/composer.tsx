import { useId, useRef } from "preact/hooks";
import type { Draft } from "../../state/drafts/draft";
import type { Room } from "../../state/rooms/room";
import { AttachmentList } from "./attachment-list";
import { CommandHelp } from "./command-help";
import { CompletionList } from "./completion";
import { insertIntoComposer } from "./composer-insert";
import { Note } from "./composer-note";
import { ComposerText } from "./composer-text";
import { EmojiButton } from "../emoji/emoji-button";
import { useFocusHeir } from "../parts/focus";
import { Icon } from "../parts/icons";
import { Replying, useFocusOnReply } from "../messages/replying";
import { TypingLine } from "../people/typing";
import { useSubmit } from "./use-submit";
import { useSuggestions } from "./use-suggestions";

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

function AttachButton({ draft }: { draft: Draft }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        class="icon-button composer-attach"
        aria-label="Attach files"
        title="Attach files"
        disabled={draft.editing.value !== null}
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
          draft.attach([...(currentTarget.files ?? [])]);
          // So that the same file can be chosen again.
          currentTarget.value = "";
        }}
      />
    </>
  );
}

/** Where messages are written: those of a room, or of a thread in it. */
export function Composer({ room, draft }: { room: Room; draft: Draft }) {
  const form = useRef<HTMLFormElement>(null);
  const note = useId();
  const { submit, busy, word, help } = useSubmit(room, draft);
  const completion = useSuggestions(room, draft);
  useFocusOnReply(draft, form);
  const replying = draft.replying.value;
  const editing = draft.editing.value;
  const blocked = busy.value || draft.objection !== null || (!editing && draft.empty);
  return (
    <div class="composer-dock">
      <div class="composer-above">
        <div class="composer-column">
          {help.value ? <CommandHelp onClose={() => (help.value = false)} /> : <CompletionList {...completion} />}
        </div>
      </div>
      <form
        ref={form}
        class="composer"
        aria-label={draft.thread === null ? "Write a message" : "Reply in the thread"}
        data-editing={editing ? "" : undefined}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div class="composer-column">
          <TypingLine room={room} thread={draft.thread} />
          <div class="composer-box">
            {editing && <Editing draft={draft} />}
            {!editing && replying !== null && <Replying key={replying} room={room} draft={draft} number={replying} />}
            {!editing && <AttachmentList draft={draft} />}
            <div class="composer-row">
              <AttachButton draft={draft} />
              <ComposerText room={room} draft={draft} note={note} completion={completion} onSubmit={submit} />
              <EmojiButton label="Insert an emoji" class="icon-button" onPick={(emoji) => insertIntoComposer(draft, emoji, form.current)} />
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
          <Note id={note} draft={draft} word={word.value} />
        </div>
      </form>
    </div>
  );
}

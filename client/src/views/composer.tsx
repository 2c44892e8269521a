import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { explain } from "../net/errors";
import type { Room } from "../state/room";
import { formatNumber } from "../state/format";
import { AttachmentList } from "./attachment-list";
import { useChat } from "./context";
import { Icon } from "./icons";
import { coarse, deleting } from "./ui";

/** Sends a new message, or saves the change to an old one. */
function useSubmit(room: Room) {
  const chat = useChat();
  const busy = useSignal(false);
  const { draft } = room;
  const submit = async () => {
    const message = draft.editing.value;
    if (!message) { chat.send(room); return; }
    if (busy.value || draft.objection) return;
    const body = draft.body.value;
    if (body.trim() === "" && message.files.length === 0) {
      deleting.value = { room, message };
      return;
    }
    busy.value = true;
    try {
      if (body !== message.body) await chat.edit(room, message.number, body);
      draft.stopEditing();
    } catch (error) {
      draft.notice.value = `Not saved. ${explain(error)}`;
    }
    busy.value = false;
  };
  return { submit: () => void submit(), busy };
}

/** The last message of one's own, which ArrowUp opens for editing. */
function useEditLast(room: Room) {
  const chat = useChat();
  return () => {
    const messages = room.timeline.value?.window.value.messages ?? [];
    const last = messages.findLast((message) => message.author.id === chat.me.id && !message.deleted);
    if (last) room.draft.edit(last);
    return last !== undefined;
  };
}

function Textarea({ room, onSubmit }: { room: Room; onSubmit: () => void }) {
  const area = useRef<HTMLTextAreaElement>(null);
  const composed = useRef(false);
  const editLast = useEditLast(room);
  const { draft } = room;
  const text = draft.text.value;
  const editing = draft.editing.value;
  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight}px`;
  }, [text]);
  useEffect(() => {
    const element = area.current;
    if (!element || (coarse.value && !editing)) return;
    element.focus();
    element.setSelectionRange(element.value.length, element.value.length);
  }, [editing, room.id]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing || composed.current) return;
    const plain = !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey;
    if (event.key === "Enter" && ((plain && !coarse.value) || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onSubmit();
    } else if (event.key === "ArrowUp" && plain && text === "" && !editing) {
      if (editLast()) event.preventDefault();
    } else if (event.key === "Escape" && editing) {
      event.preventDefault();
      draft.stopEditing();
    }
  };
  return (
    <textarea
      ref={area}
      class="composer-text"
      aria-label="Message"
      aria-describedby="composer-note"
      placeholder={`Message #${room.header.value.name}`}
      rows={1}
      enterkeyhint={coarse.value ? "enter" : "send"}
      value={text}
      onInput={(event) => (draft.text.value = event.currentTarget.value)}
      onKeyDown={onKeyDown}
      onCompositionEnd={() => {
        // Safari ends a composition before the keydown of the Enter that ended it.
        composed.current = true;
        setTimeout(() => (composed.current = false));
      }}
    />
  );
}

/** What the writer should know; a live region, so that it is also heard. */
function Note({ room }: { room: Room }) {
  const { draft } = room;
  const problem = draft.objection ?? draft.notice.value;
  const left = draft.left;
  return (
    <div class="composer-foot" id="composer-note" aria-live="polite">
      {problem && <span class="composer-problem">{problem}</span>}
      {!problem && draft.queued.value && (
        <span class="composer-queued">
          Sending when the upload is finished…
          <button type="button" class="text-button" onClick={() => (draft.queued.value = false)}>
            Wait
          </button>
        </span>
      )}
      {left !== null && left >= 0 && <span class="composer-left">{formatNumber(left)} left</span>}
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
      <div class="composer-box">
        {editing && (
          <div class="composer-editing">
            <Icon name="edit" />
            <span>Editing your message</span>
            <button type="button" class="text-button" onClick={() => draft.stopEditing()}>
              Cancel
            </button>
          </div>
        )}
        {!editing && <AttachmentList attachments={draft.attachments} />}
        <div class="composer-row">
          <AttachButton room={room} />
          <Textarea room={room} onSubmit={submit} />
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

import { useEffect, useRef } from "preact/hooks";
import type { Draft } from "../../state/drafts/draft";
import type { Room } from "../../state/rooms/room";
import { mention } from "../../state/rooms/title";
import { useChat } from "../context";
import { coarse } from "../ui";
import { onCompletionKey, type Completion } from "./use-suggestions";

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

interface Props {
  room: Room;
  draft: Draft;
  /** The id of what is said about the text. */
  note: string;
  completion: Completion;
  onSubmit: () => void;
}

/** The text of a message: grows with it, completes words, sends on Enter, edits the last one on ArrowUp, cancels on Escape. */
export function ComposerText({ room, draft, note, completion, onSubmit }: Props) {
  const chat = useChat();
  const { area, suggestions, id } = completion;
  const composed = useRef(false);
  const editLast = useEditLast(room);
  const text = draft.text.value;
  const thread = draft.thread !== null;
  const editing = draft.editing.value;
  useEffect(() => {
    const element = area.current;
    if (!element || (coarse.value && !editing)) return;
    element.focus();
    element.setSelectionRange(element.value.length, element.value.length);
  }, [editing, room.id]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing || composed.current || onCompletionKey(completion, event)) return;
    const plain = !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey;
    if (event.key === "Enter" && ((plain && !coarse.value) || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onSubmit();
    } else if (event.key === "ArrowUp" && plain && text === "" && !editing && !thread) {
      if (editLast()) event.preventDefault();
    } else if (event.key === "Escape" && (editing || draft.replying.value !== null)) {
      event.preventDefault();
      draft.cancel();
    }
  };
  return (
    // As tall as the copy of the text behind it. To measure the text area itself it would have to shrink
    // first, at every keystroke, and the timeline above would move with it.
    <div class="composer-grow" data-text={text}>
      <textarea
        ref={area}
        class="composer-text"
        aria-label={thread ? "Reply in the thread" : "Message"}
        aria-describedby={note}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls={suggestions.open ? id : undefined}
        aria-activedescendant={suggestions.open ? `${id}-${suggestions.active.value}` : undefined}
        placeholder={thread ? "Reply in the thread" : `Message ${mention(room.header.value, chat.me)}`}
        rows={1}
        dir="auto"
        enterkeyhint={coarse.value ? "enter" : "send"}
        value={text}
        onInput={({ currentTarget }) => {
          draft.text.value = currentTarget.value;
          suggestions.type(currentTarget.value, currentTarget.selectionStart);
          chat.typing.wrote(room.id, draft);
        }}
        onKeyDown={onKeyDown}
        onKeyUp={({ currentTarget }) => suggestions.moved(currentTarget.selectionStart, currentTarget.selectionEnd)}
        onClick={({ currentTarget }) => suggestions.moved(currentTarget.selectionStart, currentTarget.selectionEnd)}
        onBlur={() => suggestions.close()}
        onCompositionEnd={() => {
          // Safari ends a composition before the keydown of the Enter that ended it.
          composed.current = true;
          setTimeout(() => (composed.current = false));
        }}
      />
    </div>
  );
}

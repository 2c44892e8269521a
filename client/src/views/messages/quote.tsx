import { useComputed, type ReadonlySignal } from "@preact/signals";
import type { Quoted } from "../../state/messages/quotes";
import type { Room } from "../../state/rooms/room";
import { useChat } from "../context";
import { Icon } from "../parts/icons";
import { showMessage } from "../navigation";
import { excerpt } from "./excerpt";

/** A message of the room that may not be loaded, as it is now. */
export function useQuoted(room: Room, number: number): Quoted {
  const chat = useChat();
  return useComputed(() => room.timeline.value?.find(number) ?? chat.quotes.find(room.id, number).value).value;
}

/** Who said it and how it begins. */
export function Excerpt({ message }: { message: Quoted }) {
  if (message === null) return <span class="quote-text">Message not found</span>;
  if (message === undefined) return <span class="quote-text">…</span>;
  return (
    <>
      {!message.deleted && <span class="quote-author">{message.author.username}</span>}
      <span class="quote-text" dir="auto">
        {excerpt(message)}
      </span>
    </>
  );
}

/** What a message answers: leads there. */
export function Quote({ room, number, near }: { room: Room; number: number; near: ReadonlySignal<boolean> }) {
  const chat = useChat();
  const message = useQuoted(room, number);
  return (
    <button
      type="button"
      class="quote"
      tabIndex={near.value ? 0 : -1}
      disabled={message === null}
      onClick={() => showMessage(chat, { room: room.id, number })}
    >
      <Icon name="reply" />
      <span class="visually-hidden">In reply to</span>
      <Excerpt message={message} />
    </button>
  );
}

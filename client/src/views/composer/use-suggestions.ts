import type { RefObject } from "preact";
import { useId, useMemo, useRef } from "preact/hooks";
import { LISTING_SIZE, fetchMembersNamed, fetchPeople, fetchPublicRooms } from "../../net/api";
import type { Chat } from "../../state/chat";
import { insertionOf, type Option } from "../../state/completions/completion";
import { commandSource } from "../../state/completions/commands";
import { emoji } from "../../state/completions/emoji";
import { members, people } from "../../state/completions/people";
import { joinable, rooms } from "../../state/completions/rooms";
import { completeEmoji } from "../../state/emoji/emoji";
import type { Draft } from "../../state/drafts/draft";
import type { Room } from "../../state/rooms/room";
import { Suggestions } from "../../state/completions/suggestions";
import { useChat } from "../context";
import { pathOf } from "../address";

/** The text that is completed, what is offered for it, and how that is taken. */
export interface Completion {
  area: RefObject<HTMLTextAreaElement | null>;
  suggestions: Suggestions;
  /** Of the list of what is offered; its options have the same with their index. */
  id: string;
  pick: (option: Option) => void;
}

function suggestionsOf(chat: Chat, room: Room, draft: Draft): Suggestions {
  const listing = { fetchMembers: fetchMembersNamed, fetchPeople, fetchPublicRooms, listingSize: LISTING_SIZE };
  const ports = { ...listing, mine: () => chat.rooms.value, addressOf: (id: number) => location.origin + pathOf(id) };
  return new Suggestions(draft, {
    member: members(room, chat.me, ports),
    person: people(chat.me, ports),
    emoji: emoji(completeEmoji),
    command: commandSource,
    room: rooms(ports),
    joinable: joinable(ports),
  });
}

/** Completes words of what is being written in a room, or a thread of it. */
export function useSuggestions(room: Room, draft: Draft): Completion {
  const chat = useChat();
  const area = useRef<HTMLTextAreaElement>(null);
  const suggestions = useMemo(() => suggestionsOf(chat, room, draft), [draft]);
  const pick = (option: Option) => {
    const element = area.current;
    const word = suggestions.word.value;
    if (!element || !word) return;
    element.setRangeText(insertionOf(element.value, word, option), word.start, word.end, "end");
    draft.text.value = element.value;
    element.focus();
    // What stands behind it may be completed as well: a name behind "/msg".
    suggestions.type(element.value, element.selectionStart);
  };
  return { area, suggestions, id: useId(), pick };
}

/** Takes a key that means the list of what is offered, while there is one. */
export function onCompletionKey({ suggestions, pick }: Completion, event: KeyboardEvent): boolean {
  if (!suggestions.open || event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return false;
  const active = suggestions.options.value[suggestions.active.value];
  if (event.key === "ArrowDown") suggestions.move(1);
  else if (event.key === "ArrowUp") suggestions.move(-1);
  else if (event.key === "Escape") suggestions.dismiss();
  // A word that is complete is sent with the message.
  else if (active && (event.key === "Tab" || (event.key === "Enter" && !suggestions.complete))) pick(active);
  else return false;
  event.preventDefault();
  return true;
}

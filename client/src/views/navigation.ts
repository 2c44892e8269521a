import { effect } from "@preact/signals";
import type { Chat } from "../state/chat";
import type { Place } from "../state/messages/commands";
import { pathOf, placeOf } from "./address";
import { drawerOpen, panelCovers } from "./ui";

/** Whether a click is meant to go on in this page. */
const isPlainClick = (event: MouseEvent): boolean =>
  event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;

/** Where the panel and the list of rooms stand over the conversation, they make place for it. */
function uncover(chat: Chat): void {
  drawerOpen.value = false;
  if (panelCovers(chat)) chat.panel.close();
}

/** Opens a room, as another page of the browser's history. */
export function goTo(chat: Chat, id: number): void {
  uncover(chat);
  if (chat.current.value?.id === id) return;
  history.pushState({ room: id }, "", pathOf(id));
  void chat.open(id);
}

/** Opens a room without loading the page, unless the reader asked for another tab. */
export function followLink(event: MouseEvent, chat: Chat, id: number): void {
  if (!isPlainClick(event)) return;
  event.preventDefault();
  goTo(chat, id);
}

/** Shows a message of a room in its place. */
export function showMessage(chat: Chat, { room, number }: Place): void {
  uncover(chat);
  void chat.open(room, number);
}

/** The same, so that Back leads to where the reader was. */
export function openMessage(chat: Chat, { room, number }: Place): void {
  if (location.pathname !== pathOf(room, number)) history.pushState({ room, number }, "", pathOf(room, number));
  showMessage(chat, { room, number });
}

/** A click on a link to a room, or to a message in one: shows it in this page, or offers to join it there. */
export function followLinks(event: MouseEvent, chat: Chat): void {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
  if (!link || link.origin !== location.origin || event.defaultPrevented || !isPlainClick(event)) return;
  const place = placeOf(link.pathname);
  if (!place) return;
  event.preventDefault();
  if (!chat.rooms.value.some(({ id }) => id === place.room)) location.assign(link.pathname);
  else if (place.number) openMessage(chat, { room: place.room, number: place.number });
  else goTo(chat, place.room);
}

/** Lets the browser's Back and Forward open rooms, at the message that the address names, and the address follow when a room is gone. */
export function followHistory(chat: Chat): void {
  const first = chat.current.value?.id;
  const correct = () => {
    const id = chat.current.value?.id;
    const named = placeOf(location.pathname)?.room;
    if (named && named !== id) history.replaceState({ room: id }, "", id ? pathOf(id) : "/chatroom");
  };
  addEventListener("popstate", () => {
    const { room, number } = placeOf(location.pathname) ?? { room: first, number: null };
    if (room) void chat.open(room, number);
    correct();
  });
  effect(correct);
}

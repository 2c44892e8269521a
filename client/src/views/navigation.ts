import { effect } from "@preact/signals";
import type { Chat } from "../state/chat";
import { isPlainClick, pathOf, placeOf } from "./messages/permalink";
import { drawerOpen, narrow } from "./ui";

export const roomPath = (id: number): string => pathOf(id);

/** Where a message stands. */
export const messagePath = ({ room, number }: { room: number; number: number }): string => `${roomPath(room)}/${number}`;

/** Opens a room, as another page of the browser's history. */
export function goTo(chat: Chat, id: number): void {
  drawerOpen.value = false;
  if (narrow.value) chat.panel.close();
  if (chat.current.value?.id === id) return;
  history.pushState({ room: id }, "", roomPath(id));
  void chat.open(id);
}

/** Opens a room without loading the page, unless the reader asked for another tab. */
export function followLink(event: MouseEvent, chat: Chat, id: number): void {
  if (!isPlainClick(event)) return;
  event.preventDefault();
  goTo(chat, id);
}

/** Lets the browser's Back and Forward open rooms, at the message that the address names, and the address follow when a room is gone. */
export function followHistory(chat: Chat): void {
  const first = chat.current.value?.id;
  const correct = () => {
    const id = chat.current.value?.id;
    const named = placeOf(location.pathname)?.room;
    if (named && named !== id) history.replaceState({ room: id }, "", id ? roomPath(id) : "/chatroom");
  };
  addEventListener("popstate", () => {
    const { room, number } = placeOf(location.pathname) ?? { room: first, number: null };
    if (room) void chat.open(room, number);
    correct();
  });
  effect(correct);
}

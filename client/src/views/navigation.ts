import type { Chat } from "../state/chat";
import { isPlainClick, pathOf, placeOf } from "./permalink";
import { drawerOpen } from "./ui";

export const roomPath = (id: number): string => pathOf(id);

/** Opens a room without loading the page, unless the reader asked for another tab. */
export function followLink(event: MouseEvent, chat: Chat, id: number): void {
  if (!isPlainClick(event)) return;
  event.preventDefault();
  drawerOpen.value = false;
  if (chat.current.value?.id === id) return;
  history.pushState({ room: id }, "", roomPath(id));
  void chat.open(id);
}

/** Lets the browser's Back and Forward open rooms, at the message that the address names. */
export function followHistory(chat: Chat): void {
  const first = chat.current.value?.id;
  addEventListener("popstate", () => {
    const { room, number } = placeOf(location.pathname) ?? { room: first, number: null };
    if (room) void chat.open(room, number);
  });
}

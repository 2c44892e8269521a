import type { Chat } from "../state/chat";
import { drawerOpen } from "./ui";

export const roomPath = (id: number): string => `/chatroom/${id}`;

/** Opens a room without loading the page, unless the reader asked for another tab. */
export function followLink(event: MouseEvent, chat: Chat, id: number): void {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  drawerOpen.value = false;
  if (chat.current.value?.id === id) return;
  history.pushState({ room: id }, "", roomPath(id));
  void chat.open(id);
}

/** Lets the browser's Back and Forward open rooms. */
export function followHistory(chat: Chat): void {
  const first = chat.current.value?.id;
  addEventListener("popstate", () => {
    const id = Number(/^\/chatroom\/(\d+)$/.exec(location.pathname)?.[1] ?? first);
    if (id) void chat.open(id);
  });
}

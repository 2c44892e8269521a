import type { Chat } from "../state/chat";
import { followLink } from "./navigation";

/** Lets the address of a room of one's own in a message open that room, and not another page. */
export function followRoomLinks(chat: Chat): void {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>(".message-body a[href]") : null;
    if (!link || link.origin !== location.origin) return;
    const id = Number(/^\/chatroom\/(\d+)$/.exec(link.pathname)?.[1]);
    if (chat.rooms.value.some((room) => room.id === id)) followLink(event, chat, id);
  });
}

import type { Chat } from "../../state/chat";
import { drawerCovers, panelCovers } from "../ui";

/** Escape has many uses; nothing else may want it here: only who writes, and is not in the middle of anything. */
const isIdle = ({ target }: KeyboardEvent, chat: Chat): boolean =>
  !drawerCovers.value && !panelCovers(chat) && target instanceof Element && (target === document.body || target.matches(".composer-text"));

/** Escape marks the open room as read, with Shift every room. */
export function watchReadingKeys(chat: Chat): void {
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
    if (event.altKey || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
    const room = chat.current.value;
    if (event.shiftKey) void chat.reading.markAllRead().catch(() => undefined);
    else if (room && room.unread.value + Number(room.reading.line !== null) > 0 && isIdle(event, chat)) chat.reading.markRead(room);
  });
}

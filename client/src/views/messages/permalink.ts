import type { Chat } from "../../state/chat";
import type { Place } from "../../state/messages/commands";
import { drawerOpen, narrow } from "../ui";

/** The path of a room, or of a message in it. */
export const pathOf = (room: number, number?: number | null): string =>
  number ? `/chatroom/${room}/${number}` : `/chatroom/${room}`;

/** The address under which others find a message. */
export const permalink = ({ room, number }: Place): string => location.origin + pathOf(room, number);

/** What a path names: a room, and perhaps a message. */
export function placeOf(path: string): { room: number; number: number | null } | null {
  const [, room, number] = /^\/chatroom\/(\d+)(?:\/(\d+))?$/.exec(path) ?? [];
  return room === undefined ? null : { room: Number(room), number: number === undefined ? null : Number(number) };
}

/** Whether a click is meant to go on in this page. */
export const isPlainClick = (event: MouseEvent): boolean =>
  event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;

/** Shows a message of a room in its place. */
export function showMessage(chat: Chat, { room, number }: Place): void {
  drawerOpen.value = false;
  // There the panel stands over the conversation.
  if (narrow.value) chat.panel.close();
  void chat.open(room, number);
}

/** The same, so that Back leads to where the reader was. */
export function openMessage(chat: Chat, { room, number }: Place): void {
  if (location.pathname !== pathOf(room, number)) history.pushState({ room, number }, "", pathOf(room, number));
  showMessage(chat, { room, number });
}

/** A click on a link that somebody wrote, to a message of a room of the reader's: shows it in this page. */
export function followPermalink(event: MouseEvent, chat: Chat): void {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
  if (!link || link.origin !== location.origin || event.defaultPrevented || !isPlainClick(event)) return;
  const place = placeOf(link.pathname);
  if (!place?.number || !chat.rooms.value.some(({ id }) => id === place.room)) return;
  event.preventDefault();
  openMessage(chat, { room: place.room, number: place.number });
}

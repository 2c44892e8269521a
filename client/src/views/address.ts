import type { Place } from "../state/messages/commands";

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

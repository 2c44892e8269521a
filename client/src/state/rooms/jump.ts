import type { Room } from "./room";
import { nameKey } from "../names";

const SHOWN_MAX = 20;

/** How well a name answers to what is typed: from its beginning, from that of a word, or somewhere. */
function rank(name: string, query: string): number {
  const at = name.indexOf(query);
  if (at <= 0) return at < 0 ? 3 : 0;
  return name.split(/[\s,._-]+/).some((word) => word.startsWith(query)) ? 1 : 2;
}

/** The rooms that one may want to go to: those that match best, and without a query those with news. */
export function jumpTo(rooms: readonly Room[], query: string): Room[] {
  const wanted = nameKey(query.trim().replace(/^[#@]/, ""));
  const ranked = rooms.map((room) => ({
    room,
    rank: rank(nameKey(room.title.value), wanted),
    late: Number(room.archived.value),
    quiet: room.reading.mentions > 0 ? 0 : room.news.value > 0 ? 1 : 2,
  }));
  return ranked
    .filter(({ rank }) => rank < 3)
    .sort((one, other) => one.rank - other.rank || one.late - other.late || one.quiet - other.quiet || one.room.title.value.localeCompare(other.room.title.value))
    .slice(0, SHOWN_MAX)
    .map(({ room }) => room);
}

/** The people with whom there is a conversation between the two already. */
export const metAlone = (rooms: readonly Room[]): Set<number> =>
  new Set(
    rooms.flatMap(({ kind, header }) => (kind === "direct" && header.value.members?.length === 2 ? header.value.members.map(({ id }) => id) : [])),
  );

import type { Room } from "./room";

/** The rooms as the list shows them. */
interface Sections {
  rooms: readonly Room[];
  direct: readonly Room[];
  /** Of both kinds: nothing happens in them any more. */
  archived: readonly Room[];
}

const { compare } = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

/** The room that is open when nobody chose one. */
export function firstOf(all: readonly Room[]): Room | undefined {
  const { rooms, direct, archived } = sections(all);
  return rooms[0] ?? direct[0] ?? archived[0];
}

/** By name, so that everything keeps its place whatever is said where. What is new is bold instead. */
export function sections(rooms: readonly Room[]): Sections {
  const sorted = [...rooms].sort((one, other) => compare(one.title.value, other.title.value) || one.id - other.id);
  const live = sorted.filter((room) => !room.archived.value);
  return {
    rooms: live.filter(({ kind }) => kind !== "direct"),
    direct: live.filter(({ kind }) => kind === "direct"),
    archived: sorted.filter((room) => room.archived.value),
  };
}

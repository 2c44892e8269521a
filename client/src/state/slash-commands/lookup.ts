import type { ListedRoomPayload, UserPayload } from "../../protocol";
import { CommandError, type Desk } from "./command";
import { nameKey } from "../names";

const SLIPS_MAX = 2;

/** How many letters to change, leave out or add to make one word of another. */
export function slips(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    for (let column = 1; column <= other.length; column++) {
      const changed = (above[column - 1] ?? 0) + Number(one[row - 1] !== other[column - 1]);
      current.push(Math.min(changed, (above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    above = current;
  }
  return above[other.length] ?? 0;
}

/** The name that was probably meant. */
export function nearest(name: string, names: readonly string[]): string | null {
  const ranked = names.map((candidate) => ({ candidate, rank: slips(nameKey(name), nameKey(candidate)) }));
  ranked.sort((one, other) => one.rank - other.rank);
  const [best] = ranked;
  return best && best.rank <= SLIPS_MAX && best.rank < name.length ? best.candidate : null;
}

/** The one of this name, or an error that names the one that was probably meant. */
async function pick<Entry>(
  name: string,
  fetch: (prefix: string) => Promise<readonly Entry[]>,
  nameOf: (entry: Entry) => string,
  otherwise: (guess: string | null) => string,
): Promise<Entry> {
  const found = await fetch(name);
  const exact = found.find((entry) => nameKey(nameOf(entry)) === nameKey(name));
  if (exact) return exact;
  const [first = ""] = name;
  const near = [...found, ...(await fetch(first))];
  throw new CommandError(otherwise(nearest(name, near.map(nameOf))));
}

/** Somebody by their name, with or without the "@". */
export function person(desk: Desk, argument: string): Promise<UserPayload> {
  const name = argument.replace(/^@/, "");
  const otherwise = (guess: string | null) => `Nobody here is called @${name}.${guess ? ` Did you mean @${guess}?` : ""}`;
  return pick(name, desk.fetchPeople, ({ username }) => username, otherwise);
}

/** A public room by its name, with or without the "#". */
export function publicRoom(desk: Desk, argument: string): Promise<ListedRoomPayload> {
  const name = argument.replace(/^#/, "");
  const otherwise = (guess: string | null) => `There is no public room called #${name}.${guess ? ` Did you mean #${guess}?` : ""}`;
  return pick(name, desk.fetchPublicRooms, (room) => room.name, otherwise);
}

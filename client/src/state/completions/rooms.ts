import type { ListedRoomPayload } from "../../protocol";
import type { Option } from "./completion";
import type { Room } from "../rooms/room";
import { Directory } from "./directory";
import { OPTIONS_MAX, type Source } from "./source";
import { nameKey } from "../names";

export interface RoomsPorts {
  /** The rooms one is in. */
  mine: () => readonly Room[];
  fetchPublicRooms: (prefix: string) => Promise<readonly ListedRoomPayload[]>;
  listingSize: number;
  /** The address of a room, whole: others may read it elsewhere. */
  addressOf: (room: number) => string;
}

interface Found {
  id: number;
  name: string;
  topic: string;
}

/** A name as text, whatever Markdown would make of it. */
const escaped = (name: string): string => name.replace(/[\\`*_[\]()<>~&!:@|]/g, String.raw`\$&`);

const link = (address: string) => ({ id, name }: Found): string => `[#${escaped(name)}](${address.replace(":id", String(id))})`;

const beginsAWord = ({ name }: Found, query: string): boolean =>
  nameKey(name).split(" ").some((_, index, words) => words.slice(index).join(" ").startsWith(query));

function options(found: readonly Found[], query: string, textOf: (room: Found) => string): Option[] {
  const folded = nameKey(query);
  const fitting = found.filter((room) => beginsAWord(room, folded));
  // Those whose name begins so come before those with a word that does.
  fitting.sort((one, other) => Number(nameKey(other.name).startsWith(folded)) - Number(nameKey(one.name).startsWith(folded)));
  return fitting.slice(0, OPTIONS_MAX).map((room) => ({
    key: String(room.id),
    text: textOf(room),
    label: room.name,
    detail: room.topic,
    mark: "#",
  }));
}

const directoryOf = ({ fetchPublicRooms, listingSize }: RoomsPorts) =>
  new Directory<ListedRoomPayload>({
    fetch: fetchPublicRooms,
    size: listingSize,
    nameOf: ({ name }) => name,
    idOf: ({ id }) => id,
  });

const named = ({ mine }: RoomsPorts): Found[] =>
  mine()
    .filter(({ kind }) => kind !== "direct")
    .map(({ id, header }) => ({ id, name: header.value.name, topic: header.value.topic }));

/** Rooms to point to: one's own, and the public ones. They become links. */
export function rooms(ports: RoomsPorts): Source {
  const directory = directoryOf(ports);
  const textOf = link(ports.addressOf(0).replace(/0$/, ":id"));
  return {
    options: (query) => {
      const own = named(ports);
      const known = new Set(own.map(({ id }) => id));
      return options([...own, ...directory.find(query).filter(({ id }) => !known.has(id))], query, textOf);
    },
    want: (query) => directory.want(query),
  };
}

/** Public rooms that one is not in. */
export function joinable(ports: RoomsPorts): Source {
  const directory = directoryOf(ports);
  return {
    options: (query) => {
      const known = new Set(ports.mine().map(({ id }) => id));
      const others = directory.find(query).filter(({ id, joined }) => !joined && !known.has(id));
      return options(others, query, ({ name }) => `#${name}`);
    },
    want: (query) => directory.want(query),
  };
}

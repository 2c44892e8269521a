import type { UserPayload } from "../../protocol";
import type { Option } from "./completion";
import type { Room } from "../rooms/room";
import { Directory } from "./directory";
import { OPTIONS_MAX, type Source } from "./source";
import { nameKey } from "../names";

/** Where people are asked for: those of a room, or all. */
export interface PeoplePorts {
  fetchMembers: (room: number, prefix: string) => Promise<readonly UserPayload[]>;
  fetchPeople: (prefix: string) => Promise<readonly UserPayload[]>;
  listingSize: number;
}

const EVERYBODY: readonly Option[] = [
  { key: "room", text: "@room", label: "@room", mark: "@", detail: "Tell everybody in this room" },
  { key: "here", text: "@here", label: "@here", mark: "@", detail: "Tell everybody who is here now" },
];

const optionOf = (user: UserPayload): Option => ({
  key: String(user.id),
  text: `@${user.username}`,
  label: user.username,
  user,
});

const beginning = (people: readonly UserPayload[], query: string) =>
  people.filter(({ username }) => nameKey(username).startsWith(nameKey(query)));

function directoryOf(fetch: (prefix: string) => Promise<readonly UserPayload[]>, size: number) {
  return new Directory<UserPayload>({ fetch, size, nameOf: ({ username }) => username, idOf: ({ id }) => id });
}

/** Who spoke last stands first: it is they who are answered. */
function speakersOf(room: Room): Map<number, number> {
  const messages = room.timeline.value?.window.value.messages ?? [];
  return new Map(messages.map(({ author, number }) => [author.id, number]));
}

/** The others in a room, and everybody at once. */
export function members(room: Room, me: UserPayload, ports: PeoplePorts): Source {
  const directory = directoryOf((prefix) => ports.fetchMembers(room.id, prefix), ports.listingSize);
  // A direct conversation comes with everybody who is in it.
  const { members: all } = room.header.value;
  return {
    options: (query) => {
      const spoken = speakersOf(room);
      const found = (all ? beginning(all, query) : directory.find(query)).filter(({ id }) => id !== me.id);
      found.sort((one, other) => (spoken.get(other.id) ?? 0) - (spoken.get(one.id) ?? 0));
      const everybody = EVERYBODY.filter(({ text }) => text.slice(1).startsWith(nameKey(query)));
      return [...found.slice(0, OPTIONS_MAX - everybody.length).map(optionOf), ...everybody];
    },
    want: (query) => {
      if (!all) directory.want(query);
    },
  };
}

/** Anybody but oneself. */
export function people(me: UserPayload, ports: PeoplePorts): Source {
  const directory = directoryOf(ports.fetchPeople, ports.listingSize);
  return {
    options: (query) =>
      directory.find(query).filter(({ id }) => id !== me.id).slice(0, OPTIONS_MAX).map(optionOf),
    want: (query) => directory.want(query),
  };
}

import type { OwnRoomPayload, UserPayload } from "../src/protocol";
import type { FakeRoom } from "./fake-room";

type Change = Partial<OwnRoomPayload> & { id: number };

/** A room as the server tells one of its members of it. */
export const header = (change: Change): OwnRoomPayload => ({
  name: `room ${change.id}`,
  kind: "public",
  topic: "",
  archived: false,
  version: 0,
  last_number: 0,
  members: null,
  membership: { role: "member", read_number: 0, mentions: 0, muted: false },
  ...change,
});

/** A room as it is on the server, read to its end or up to a number. */
export const headerOf = ({ id, version, messages }: FakeRoom, read_number = messages.length): OwnRoomPayload =>
  header({ id, version, last_number: messages.length, membership: { role: "member", read_number, mentions: 0, muted: false } });

/** A direct conversation. */
export const direct = (id: number, members: UserPayload[]): OwnRoomPayload => header({ id, name: "", kind: "direct", members });

/** The same as all members are told of it. */
export function shared(own: OwnRoomPayload): Omit<OwnRoomPayload, "membership"> {
  const { membership: _, ...rest } = own;
  return rest;
}

import type { UserPayload } from "../../protocol";
import type { Room } from "../../state/rooms/room";
import { useChat } from "../context";
import { Icon } from "../parts/icons";
import { PersonAvatar, StatusMark, usePresence } from "../people/presence-dot";

const others = (room: Room, me: UserPayload): UserPayload[] =>
  (room.header.value.members ?? []).filter(({ id }) => id !== me.id);

/** What stands before a room's name, for its kind; those who listen are told by `KindNote`. */
export function Mark({ room }: { room: Room }) {
  const { me } = useChat();
  const people = room.kind === "direct" ? others(room, me) : [];
  const [first] = people;
  return (
    <span class="room-mark" aria-hidden="true">
      {room.kind === "public" && "#"}
      {room.kind === "private" && <Icon name="lock" />}
      {room.kind === "direct" && (people.length === 1 && first ? <PersonAvatar user={first} /> : <Icon name="people" />)}
    </span>
  );
}

/** The other one of a direct conversation of two. */
function useOther(room: Room): UserPayload | null {
  const { me } = useChat();
  const people = room.kind === "direct" ? others(room, me) : [];
  return people.length === 1 ? (people[0] ?? null) : null;
}

function PresenceNote({ user }: { user: UserPayload }) {
  const state = usePresence(user.id)?.state;
  return state ? <span class="visually-hidden"> ({state})</span> : null;
}

/** What the other one of a direct conversation says of themselves. */
export function OtherStatus({ room }: { room: Room }) {
  const other = useOther(room);
  return other && <StatusMark user={other} />;
}

/** Says of a room what its mark shows. */
export function KindNote({ room }: { room: Room }) {
  const other = useOther(room);
  if (other) return <PresenceNote user={other} />;
  return room.kind === "private" ? <span class="visually-hidden"> (private)</span> : null;
}

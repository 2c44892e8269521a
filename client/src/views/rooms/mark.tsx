import type { UserPayload } from "../../protocol";
import type { Room } from "../../state/room";
import { Avatar } from "../avatar";
import { useChat } from "../context";
import { Icon } from "../icons";

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
      {room.kind === "direct" && (people.length === 1 && first ? <Avatar user={first} /> : <Icon name="people" />)}
    </span>
  );
}

/** Says of a room what its mark shows. */
export function KindNote({ room }: { room: Room }) {
  return room.kind === "private" ? <span class="visually-hidden">, private</span> : null;
}

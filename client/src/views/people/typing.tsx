import type { UserPayload } from "../../protocol";
import type { Room } from "../../state/rooms/room";
import { useChat } from "../context";

/** "ben is typing…", "ben and chen are typing…" */
export function sentence(users: readonly UserPayload[]): string {
  const [first, second] = users.map(({ username }) => username);
  if (!first) return "";
  if (!second) return `${first} is typing…`;
  return users.length === 2 ? `${first} and ${second} are typing…` : "Several people are typing…";
}

/** Who is writing in a room, and in none of its threads; or in one. The line is there when nobody is, so that nothing moves; it is too fleeting to be read aloud. */
export function TypingLine({ room, thread }: { room: Room; thread: number | null }) {
  const users = useChat().typing.in(room.id, thread);
  return (
    <p class="typing" aria-live="off" data-testid="typing">
      {sentence(users)}
    </p>
  );
}

import type { Room } from "../../state/rooms/room";
import { mention } from "../../state/rooms/title";
import { useChat } from "../context";
import { dialog } from "./dialog-state";
import { Mark } from "./mark";

/** What the beginning of a conversation says: who reads it depends on the kind of room. */
function words(room: Room, name: string, empty: boolean): { heading: string; text: string } {
  if (room.kind === "direct") {
    const text = empty ? `Only you and ${name} can read what is said here.` : `This is the beginning of your conversation with ${name}.`;
    return { heading: name, text };
  }
  if (empty && room.archived.value) return { heading: name, text: "Nobody said anything here before it was archived." };
  if (!empty) return { heading: name, text: `This is the beginning of ${name}.` };
  const reach = room.kind === "public" ? "everyone who joins" : "everybody who is invited";
  return { heading: `Welcome to ${name}`, text: `Nobody has said anything here yet. Say hello: ${reach} will be able to read it.` };
}

/** Stands above the first message of a room. */
export function Beginning({ room, empty }: { room: Room; empty: boolean }) {
  const { me } = useChat();
  const { heading, text } = words(room, mention(room.header.value, me), empty);
  return (
    <div class="timeline-start">
      <span class="timeline-start-mark" aria-hidden="true">
        <Mark room={room} />
      </span>
      <h2>{heading}</h2>
      <p>{text}</p>
      {empty && room.owned.value && !room.archived.value && (
        <button type="button" class="button timeline-start-invite" onClick={() => (dialog.value = { kind: "invite", room })}>
          Invite people
        </button>
      )}
    </div>
  );
}

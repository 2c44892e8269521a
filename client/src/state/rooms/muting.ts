import type { Chat } from "../chat";
import type { Room } from "./room";

/** Mutes a room for the user, or no longer; answers what to tell them. */
export async function toggleMuted(chat: Chat, room: Room): Promise<string> {
  const muted = !room.muted.value;
  await chat.membership.mute(room.id, muted);
  const what = room.kind === "direct" ? "This conversation" : "This room";
  return muted ? `${what} is muted: only mentions of you show.` : `${what} is not muted any more.`;
}

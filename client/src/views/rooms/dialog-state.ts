import { signal } from "@preact/signals";
import type { UserPayload } from "../../protocol";
import type { Room } from "../../state/rooms/room";

/** What can stand over the page to do with rooms. */
export type RoomDialog =
  | { kind: "create" }
  | { kind: "browse" }
  | { kind: "direct" }
  | { kind: "jump" }
  | { kind: "invite"; room: Room }
  | { kind: "settings"; room: Room }
  | { kind: "leave"; room: Room }
  | { kind: "remove"; room: Room; user: UserPayload; onRemoved: () => void };

export const dialog = signal<RoomDialog | null>(null);

export const closeDialog = (): void => {
  dialog.value = null;
};

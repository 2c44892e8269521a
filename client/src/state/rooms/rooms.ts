import { batch, computed, signal } from "@preact/signals";
import type { OwnRoomPayload, RoomPayload } from "../../protocol";
import type { Room } from "./room";

/** What the rooms ask of the page around them. */
export interface RoomsPorts {
  make: (header: OwnRoomPayload) => Room;
  /** Whether new messages of a room come under the reader's eyes. */
  isSeen: (room: Room) => boolean;
  /** Told of a room that is no longer among the others, and whether this page asked to leave it. */
  onGone: (room: Room, left: boolean) => void;
}

/** The rooms of the user: how they come, change and go. */
export class Rooms {
  readonly #ports: RoomsPorts;
  readonly #rooms = signal<ReadonlyMap<number, Room>>(new Map());
  /** Rooms that this page is leaving: it is told of that before its request is answered. */
  readonly leaving = new Set<number>();
  readonly list = computed((): readonly Room[] => [...this.#rooms.value.values()]);

  constructor(ports: RoomsPorts) {
    this.#ports = ports;
  }

  find(id: number): Room | undefined {
    return this.#rooms.value.get(id);
  }

  /**
   * Takes a room as the server sent it. What one's own `membership` does not come with goes to all members;
   * of a room that is not here it is an echo of one that was left.
   */
  note(header: RoomPayload | OwnRoomPayload): void {
    const known = this.find(header.id);
    if (known) known.note(header, this.#ports.isSeen(known));
    else if ("membership" in header) this.#set([...this.list.value, this.#ports.make(header)]);
  }

  /** Takes all there are: what is not among them went while nobody was listening. */
  welcome(headers: readonly OwnRoomPayload[]): void {
    const ids = new Set(headers.map(({ id }) => id));
    batch(() => {
      for (const { id } of this.list.value) if (!ids.has(id)) this.remove(id);
      const added = headers.filter(({ id }) => !this.find(id)).map((header) => this.#ports.make(header));
      if (added.length > 0) this.#set([...this.list.value, ...added]);
      for (const header of headers) this.note(header);
    });
  }

  /** The user is a member no more. */
  remove(id: number): void {
    const gone = this.find(id);
    if (!gone) return;
    batch(() => {
      this.#set(this.list.value.filter((room) => room !== gone));
      this.#ports.onGone(gone, this.leaving.has(id));
    });
  }

  #set(rooms: readonly Room[]): void {
    this.#rooms.value = new Map(rooms.map((room) => [room.id, room]));
  }
}

import { computed, effect, untracked, type ReadonlySignal } from "@preact/signals";
import type { Connection } from "../../net/connection";
import { RequestError, isTransient } from "../../net/errors";
import type { Room } from "../rooms/room";

/** What is open and looked at. */
export interface ReadingPorts {
  connection: Connection;
  rooms: ReadonlySignal<readonly Room[]>;
  current: ReadonlySignal<Room | undefined>;
  /** Whether the page is looked at. */
  visible: ReadonlySignal<boolean>;
}

/** What is read is told this much later, so that a lively room is not told of with every message. */
const WAIT_MS = 1_500;
/** And not at the same moment by all who read the same message. */
const SPREAD_MS = 1_000;

/** Reads what the reader sees, and keeps the server and the other devices up to date with that. */
export class Reading {
  readonly #ports: ReadingPorts;
  readonly #waiting = new Map<Room, ReturnType<typeof setTimeout>>();
  /** What is being told at this moment. */
  readonly #telling = new Map<Room, number>();
  /** How much calls for attention, in all rooms. */
  readonly news = computed((): number => this.#sum((room) => room.news.value));
  readonly mentions = computed((): number => this.#sum((room) => room.reading.mentions));

  constructor(ports: ReadingPorts) {
    const { connection, current, visible } = ports;
    this.#ports = ports;
    connection.on("read", ({ room, ...position }) => this.#find(room)?.reading.take(position));
    effect(() => {
      const room = current.value;
      if (room && this.isSeen(room) && room.unread.value > 0) untracked(() => room.reading.advance());
    });
    effect(() => {
      for (const room of ports.rooms.value) if (room.reading.pending.value) this.#tellLater(room);
    });
    // Whoever leaves a room or the page does not come back to it soon, perhaps not at all.
    for (const left of [current, visible]) left.subscribe(() => untracked(() => this.tellNow()));
  }

  /** Whether new messages of a room come under the reader's eyes: those at the newest one see them. */
  isSeen(room: Room): boolean {
    const timeline = room.timeline.value;
    return (
      this.#ports.visible.value &&
      this.#ports.current.value === room &&
      !room.reading.held &&
      timeline !== null &&
      timeline.following.value &&
      !timeline.window.value.after
    );
  }

  /** Tells the server what was read, without waiting longer: there is a connection again, or soon no page. */
  tellNow(): void {
    for (const room of this.#ports.rooms.value) if (room.reading.pending.value) void this.#tell(room);
  }

  /** Marks a room as read, seen or not. */
  markRead(room: Room): void {
    room.reading.markRead();
    void this.#tell(room);
    void room.timeline.value?.jumpToNewest();
  }

  /** Marks everything as read, on all devices. */
  async markAllRead(): Promise<void> {
    await this.#ports.connection.request("read:all", {});
  }

  /** Marks a message and all behind it as unread, on all devices, until the room is opened anew. */
  async markUnread(room: Room, number: number): Promise<void> {
    room.reading.hold(number);
    try {
      room.reading.take(await this.#ports.connection.request("unread", { room: room.id, number }));
    } catch (error) {
      room.reading.release();
      throw error;
    }
  }

  #tellLater(room: Room, wait = WAIT_MS + Math.random() * SPREAD_MS): void {
    if (!this.#waiting.has(room)) this.#waiting.set(room, setTimeout(() => void this.#tell(room), wait));
  }

  /** Without a connection this waits for the next welcome. */
  async #tell(room: Room): Promise<void> {
    clearTimeout(this.#waiting.get(room));
    this.#waiting.delete(room);
    const { number, pending } = room.reading;
    if (!pending.value || this.#telling.get(room) === number) return;
    this.#telling.set(room, number);
    try {
      room.reading.take(await this.#ports.connection.request("read", { room: room.id, number }));
    } catch (error) {
      const again = error instanceof RequestError && isTransient(error) && error.code !== "disconnected";
      if (again) this.#tellLater(room, (error.retryAfter ?? 0) * 1_000 + WAIT_MS);
    } finally {
      if (this.#telling.get(room) === number) this.#telling.delete(room);
    }
  }

  #find(id: number): Room | undefined {
    return this.#ports.rooms.value.find((room) => room.id === id);
  }

  #sum(of: (room: Room) => number): number {
    return this.#ports.rooms.value.reduce((sum, room) => sum + of(room), 0);
  }
}

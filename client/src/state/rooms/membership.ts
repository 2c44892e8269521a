import { effect, signal } from "@preact/signals";
import type { Connection } from "../../net/connection";
import type { Requests } from "../../net/socket";
import type { MemberPayload, OwnRoomPayload, RoomCreate, RoomUpdate } from "../../protocol";
import type { Rooms } from "./rooms";

type Role = MemberPayload["role"];

const PATIENCE_MS = 5_000;

/** Settles when something is so, or was waited for long enough. */
function until(condition: () => boolean, patience: number): Promise<void> {
  if (condition()) return Promise.resolve();
  return new Promise((settle) => {
    const stop = effect(() => {
      if (condition()) settle();
    });
    setTimeout(() => {
      stop();
      settle();
    }, patience);
  });
}

/** What one can do about rooms and who is in them. Every request fails with what the server says against it. */
export class Membership {
  readonly #connection: Connection;
  readonly #rooms: Rooms;

  /** How often this page made somebody a member, for those who show who is one. */
  readonly invited = signal(0);

  constructor(connection: Connection, rooms: Rooms) {
    this.#connection = connection;
    this.#rooms = rooms;
  }

  /** Makes a room; returns its id, as the next ones do. */
  async create(room: RoomCreate): Promise<number> {
    return this.#take(await this.#ask("room:create", room));
  }

  /** The direct conversation with these people. */
  async direct(users: number[]): Promise<number> {
    return this.#take(await this.#ask("room:direct", { users }));
  }

  async join(room: number): Promise<number> {
    return this.#take(await this.#ask("room:join", { room }));
  }

  async update(change: RoomUpdate): Promise<number> {
    return this.#take(await this.#ask("room:update", change));
  }

  async mute(room: number, muted: boolean): Promise<number> {
    return this.#take(await this.#ask("room:mute", { room, muted }));
  }

  async leave(room: number): Promise<void> {
    this.#rooms.leaving.add(room);
    try {
      await this.#ask("room:leave", { room });
      this.#rooms.remove(room);
    } finally {
      this.#rooms.leaving.delete(room);
    }
  }

  async invite(room: number, user: number): Promise<MemberPayload> {
    const { member } = await this.#ask("room:invite", { room, user });
    this.invited.value++;
    return member;
  }

  async remove(room: number, user: number): Promise<void> {
    await this.#ask("room:remove", { room, user });
  }

  async setRole(room: number, user: number, role: Role): Promise<MemberPayload> {
    return (await this.#ask("room:role", { room, user, role })).member;
  }

  /** A page that has just opened, or lost its connection for a moment, is not worth an error. */
  async #ask<Event extends keyof Requests>(event: Event, data: Requests[Event]["data"]): Promise<Requests[Event]["answer"]> {
    await until(() => this.#connection.status.value === "connected", PATIENCE_MS);
    return this.#connection.request(event, data);
  }

  #take({ room }: { room: OwnRoomPayload }): number {
    this.#rooms.note(room);
    return room.id;
  }
}

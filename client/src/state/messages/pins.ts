import { signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { Connection } from "../../net/connection";
import type { MessagePayload } from "../../protocol";
import type { Feed } from "../feed";

/** What is pinned in each room that was looked at, the last pinned first. */
export class Pins {
  readonly #connection: Connection;
  readonly #rooms = new Map<number, Signal<readonly MessagePayload[]>>();

  constructor(connection: Connection, feed: Feed) {
    this.#connection = connection;
    feed.listen((message) => this.#receive(message));
    connection.on("welcome", () => {
      for (const room of this.#rooms.keys()) void this.#load(room);
    });
  }

  /** What is pinned in a room: asked for the first time, then kept as it changes. */
  of(room: number): ReadonlySignal<readonly MessagePayload[]> {
    const known = this.#rooms.get(room);
    if (known) return known;
    const pinned = signal<readonly MessagePayload[]>([]);
    this.#rooms.set(room, pinned);
    void this.#load(room);
    return pinned;
  }

  async #load(room: number): Promise<void> {
    // Without a connection: the next welcome asks again.
    const answer = await this.#connection.request("room:pins", { room }).catch(() => null);
    const pinned = this.#rooms.get(room);
    if (answer && pinned) pinned.value = answer.messages;
  }

  #receive(message: MessagePayload): void {
    const pinned = this.#rooms.get(message.room);
    if (!pinned) return;
    const held = pinned.peek().find(({ number }) => number === message.number);
    if (held ? held.version >= message.version : !message.pinned) return;
    if (held && message.pinned) pinned.value = pinned.peek().map((other) => (other === held ? message : other));
    else if (held) pinned.value = pinned.peek().filter((other) => other !== held);
    else pinned.value = [message, ...pinned.peek()];
  }
}

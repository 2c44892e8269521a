import { signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { Connection } from "../../net/connection";
import { waitOut } from "../../net/patience";
import type { MessagePayload } from "../../protocol";
import type { Feed } from "../feed";

/** A message that is quoted: undefined until it is known, null where there is none. */
export type Quoted = MessagePayload | null | undefined;

/** More than a timeline and a thread show; the ones looked at longest ago go first. */
const HELD_MAX = 1_000;
/** What the server answers at once. */
const ASKED_MAX = 100;

interface Held {
  readonly room: number;
  readonly number: number;
  readonly message: Signal<Quoted>;
}

/** Messages that are quoted and not loaded: looked up by number, and kept as they change. */
export class Quotes {
  readonly #connection: Connection;
  readonly #held = new Map<string, Held>();
  readonly #wanted = new Set<Held>();
  #asking = false;

  constructor(connection: Connection, feed: Feed) {
    this.#connection = connection;
    feed.listen((message) => this.#receive(message));
    // What changed meanwhile nobody told: a deleted message must not live on in a quote.
    connection.on("welcome", () => {
      for (const held of this.#held.values()) this.#want(held);
    });
  }

  /** A message of a room, asked for where it is not known. */
  find(room: number, number: number): ReadonlySignal<Quoted> {
    const key = `${room}:${number}`;
    const held = this.#held.get(key) ?? { room, number, message: signal<Quoted>(undefined) };
    const known = this.#held.delete(key);
    this.#held.set(key, held);
    if (!known) this.#want(held);
    for (const [oldest] of this.#held) {
      if (this.#held.size <= HELD_MAX) break;
      this.#held.delete(oldest);
    }
    return held.message;
  }

  #receive(message: MessagePayload): void {
    const held = this.#held.get(`${message.room}:${message.number}`);
    if (held && message.version >= (held.message.peek()?.version ?? 0)) held.message.value = message;
  }

  #want(held: Held): void {
    this.#wanted.add(held);
    if (this.#asking) return;
    this.#asking = true;
    // All that one rendering of the rows asks for goes into one request.
    queueMicrotask(() => void this.#askAll().finally(() => (this.#asking = false)));
  }

  async #askAll(): Promise<void> {
    for (;;) {
      const [first] = this.#wanted;
      if (!first) return;
      const batch = [...this.#wanted].filter(({ room }) => room === first.room).slice(0, ASKED_MAX);
      for (const held of batch) this.#wanted.delete(held);
      try {
        await this.#ask(first.room, batch);
      } catch (error) {
        // Without an answer they stay as they are until the next welcome.
        if (await waitOut(error)) for (const held of batch) this.#wanted.add(held);
      }
    }
  }

  async #ask(room: number, batch: readonly Held[]): Promise<void> {
    const numbers = batch.map(({ number }) => number);
    const { messages } = await this.#connection.request("message:get", { room, numbers });
    const there = new Set(messages.map(({ number }) => number));
    for (const message of messages) this.#receive(message);
    for (const { number, message } of batch) if (!there.has(number)) message.value = null;
  }
}

import { computed, signal } from "@preact/signals";
import type { Connection } from "../../net/connection";
import type { MessagePayload } from "../../protocol";
import type { Feed } from "../feed";

const PAGE = 200;

/** A message and all that answer it, in the order in which they were said. Lives from open() to close(). */
export class Thread {
  readonly room: number;
  readonly number: number;
  readonly #connection: Connection;
  readonly #held = signal<ReadonlyMap<number, MessagePayload>>(new Map());
  readonly loading = signal(true);
  readonly failed = signal(false);
  /** What began it first. */
  readonly messages = computed((): readonly MessagePayload[] =>
    [...this.#held.value.values()].sort((one, other) => one.number - other.number),
  );

  constructor(room: number, number: number, connection: Connection) {
    this.room = room;
    this.number = number;
    this.#connection = connection;
  }

  /** Takes what comes in from here on; returns what ends it. Fetching is for who looks at the connection. */
  follow(feed: Feed): () => void {
    return feed.listen((message) => {
      if (message.room === this.room && (message.number === this.number || message.thread === this.number)) this.#take([message]);
    });
  }

  /** Fetches all of it; what came in live meanwhile stays where it is newer. */
  async load(): Promise<void> {
    const { room, number } = this;
    this.loading.value = true;
    this.failed.value = false;
    try {
      for (let after = 0, more = true; more; ) {
        const page = await this.#connection.request("message:thread", { room, number, after, limit: PAGE });
        this.#take([page.root, ...page.messages]);
        after = page.messages.at(-1)?.number ?? after;
        more = page.more && page.messages.length > 0;
      }
    } catch {
      this.failed.value = true;
    }
    this.loading.value = false;
  }

  #take(messages: readonly MessagePayload[]): void {
    const held = new Map(this.#held.peek());
    for (const message of messages) {
      if (message.version >= (held.get(message.number)?.version ?? 0)) held.set(message.number, message);
    }
    this.#held.value = held;
  }
}

import { signal } from "@preact/signals";
import type { Connection } from "../../net/connection";
import type { MessagePayload, SavedListPayload } from "../../protocol";
import type { Place } from "./commands";

const keyOf = ({ room, number }: Place): string => `${room}:${number}`;

/** What one has saved: which messages, in all rooms. */
export class Saved {
  readonly #connection: Connection;
  /** Counts up when there is another one. */
  readonly added = signal(0);
  readonly #keys = signal<ReadonlySet<string>>(new Set());

  constructor(connection: Connection) {
    this.#connection = connection;
    connection.on("welcome", ({ saved }) => (this.#keys.value = new Set(saved.map(keyOf))));
    connection.on("saved", ({ saved, ...place }) => this.#note(place, saved));
  }

  has(place: Place): boolean {
    return this.#keys.value.has(keyOf(place));
  }

  /** Saves a message, or no longer. */
  async set({ room, number }: MessagePayload, saved: boolean): Promise<void> {
    await this.#connection.request(saved ? "message:save" : "message:unsave", { room, number });
    this.#note({ room, number }, saved);
  }

  /** The messages that are saved, the last saved first, behind some of them. */
  list(skip: number): Promise<SavedListPayload> {
    return this.#connection.request("saved:list", { skip });
  }

  #note(place: Place, saved: boolean): void {
    if (this.has(place) === saved) return;
    const keys = new Set(this.#keys.value);
    if (saved) this.added.value++;
    if (saved) keys.add(keyOf(place));
    else keys.delete(keyOf(place));
    this.#keys.value = keys;
  }
}

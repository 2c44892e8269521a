import type { Database } from "./database";
import type { OutboxEntry } from "./outbox-entry";

/** Keeps the outbox of one user. */
export interface OutboxStore {
  /** In the order in which they were added. */
  list(): Promise<OutboxEntry[]>;
  /** Adds an entry, or replaces the one with its sequence; returns it with its sequence. */
  put(entry: OutboxEntry): Promise<OutboxEntry>;
  remove(sequence: number): Promise<void>;
}

/** Survives a reload, and is shared by the tabs of a browser. */
export class DatabaseStore implements OutboxStore {
  readonly #database: Database;
  readonly #user: number;

  constructor(database: Database, user: number) {
    this.#database = database;
    this.#user = user;
  }

  list(): Promise<OutboxEntry[]> {
    return this.#database.getAllFromIndex("outbox", "user", this.#user);
  }

  async put(entry: OutboxEntry): Promise<OutboxEntry> {
    const sequence = await this.#database.put("outbox", entry);
    return { ...entry, sequence };
  }

  remove(sequence: number): Promise<void> {
    return this.#database.delete("outbox", sequence);
  }
}

/** Lives as long as the tab. */
export class MemoryStore implements OutboxStore {
  readonly #entries = new Map<number, OutboxEntry>();
  #last = 0;

  list(): Promise<OutboxEntry[]> {
    return Promise.resolve([...this.#entries.values()].sort((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0)));
  }

  put(entry: OutboxEntry): Promise<OutboxEntry> {
    const sequence = entry.sequence ?? this.#last + 1;
    this.#last = Math.max(this.#last, sequence);
    const stored = { ...entry, sequence };
    this.#entries.set(sequence, stored);
    return Promise.resolve(stored);
  }

  remove(sequence: number): Promise<void> {
    this.#entries.delete(sequence);
    return Promise.resolve();
  }
}

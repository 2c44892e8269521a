import type { OutboxEntry } from "./outbox-entry";
import { MemoryStore, type OutboxStore } from "./outbox-store";

/**
 * Runs one operation at a time on a store, and goes on in memory when the store breaks (a full
 * disk, a database that the browser took away): a message is then kept for as long as the tab is.
 */
export class SturdyStore implements OutboxStore {
  #store: OutboxStore = new MemoryStore();
  #known: OutboxEntry[] = [];
  #last: Promise<unknown>;

  /** Takes a store that may still be opening; what is asked meanwhile waits. */
  constructor(opening: Promise<OutboxStore>) {
    this.#last = opening.then((store) => (this.#store = store));
  }

  async list(): Promise<OutboxEntry[]> {
    this.#known = await this.#run((store) => store.list());
    return this.#known;
  }

  async put(entry: OutboxEntry): Promise<OutboxEntry> {
    const stored = await this.#run((store) => store.put(entry));
    this.#known = [...this.#known.filter((known) => known.sequence !== stored.sequence), stored];
    return stored;
  }

  async remove(sequence: number): Promise<void> {
    await this.#run((store) => store.remove(sequence));
    this.#known = this.#known.filter((known) => known.sequence !== sequence);
  }

  #run<T>(operation: (store: OutboxStore) => Promise<T>): Promise<T> {
    const result = this.#last.then(async () => {
      try {
        return await operation(this.#store);
      } catch {
        const memory = new MemoryStore();
        for (const entry of this.#known) await memory.put(entry);
        this.#store = memory;
        return operation(memory);
      }
    });
    this.#last = result.catch(() => undefined);
    return result;
  }
}

import { signal } from "@preact/signals";
import { nameKey } from "../names";

/** Where a directory gets what it lacks. */
export interface DirectoryPorts<Entry> {
  /** Entries whose name begins so; fewer than `size` of them are all there are. */
  fetch: (prefix: string) => Promise<readonly Entry[]>;
  size: number;
  nameOf: (entry: Entry) => string;
  idOf: (entry: Entry) => number;
}

const PAUSE_MS = 150;
const FRESH_MS = 60_000;

const { compare } = new Intl.Collator(undefined, { sensitivity: "base" });

/**
 * Names that the server has, as far as they were needed.
 *
 * What was once fetched is known, and what is shown is always looked up in that by the prefix of the moment.
 * So no answer can come too late, and none is asked for twice.
 */
export class Directory<Entry> {
  readonly #ports: DirectoryPorts<Entry>;
  readonly #known = signal<ReadonlyMap<number, Entry>>(new Map());
  /** Prefixes that were asked for; true where everything that begins so is known. */
  readonly #asked = new Map<string, boolean>();
  #since = 0;
  /** What is known is old: who has left is forgotten with the next answer. */
  #stale = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(ports: DirectoryPorts<Entry>) {
    this.#ports = ports;
  }

  /** What is known to begin so, in the order of names. */
  find(prefix: string): Entry[] {
    const { nameOf } = this.#ports;
    const folded = nameKey(prefix);
    const found = [...this.#known.value.values()].filter((entry) => nameKey(nameOf(entry)).startsWith(folded));
    return found.sort((one, other) => compare(nameOf(one), nameOf(other)));
  }

  /** Somebody may look for this: asks for it after a pause, unless all of it is known. */
  want(prefix: string): void {
    clearTimeout(this.#timer);
    const folded = nameKey(prefix);
    if (this.#asked.size > 0 && Date.now() - this.#since > FRESH_MS) {
      this.#asked.clear();
      this.#stale = true;
    }
    if (this.#covers(folded)) return;
    this.#timer = setTimeout(() => void this.#ask(folded), prefix === "" ? 0 : PAUSE_MS);
  }

  #covers(prefix: string): boolean {
    if (this.#asked.has(prefix)) return true;
    for (const [asked, complete] of this.#asked) if (complete && prefix.startsWith(asked)) return true;
    return false;
  }

  async #ask(prefix: string): Promise<void> {
    if (this.#asked.size === 0) this.#since = Date.now();
    this.#asked.set(prefix, false);
    try {
      const entries = await this.#ports.fetch(prefix);
      const known = new Map(this.#stale ? [] : this.#known.value);
      this.#stale = false;
      for (const entry of entries) known.set(this.#ports.idOf(entry), entry);
      this.#known.value = known;
      if (this.#asked.has(prefix)) this.#asked.set(prefix, entries.length < this.#ports.size);
    } catch {
      // Not known, then: the next keystroke asks again.
      this.#asked.delete(prefix);
    }
  }
}

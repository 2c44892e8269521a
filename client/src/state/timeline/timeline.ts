import { batch, signal, type ReadonlySignal } from "@preact/signals";
import type { PageQuery } from "../../net/api";
import { waitOut } from "../../net/patience";
import type { ChangesPayload, MessagePayload, PagePayload } from "../../protocol";
import { advance, findMessage, firstNumber, join, lastNumber, trim, upsert, windowOf } from "./window";
import type { Capacity, Window } from "./window";

/** Where a timeline gets what it lacks. */
export interface TimelinePorts {
  sync: (since: number) => Promise<ChangesPayload>;
  page: (query: PageQuery) => Promise<PagePayload>;
  /** Told, in the same batch, of what the window now holds. */
  onApplied: (messages: readonly MessagePayload[], version: number) => void;
}

/** Past this many missed changes the newest page is less work than all of them. */
const CHANGES_MAX = 1_000;
const BUFFERED_MAX = 1_000;
const CAPACITY: Capacity = { most: 600, kept: 450 };

export type Load = "older" | "newer" | "newest";

/**
 * One room's messages as the reader sees them.
 *
 * The room's version counts its changes. The window holds everything up to a version; a change is
 * applied when it is the next one, and anything above that is a gap, closed by asking for what changed.
 */
export class Timeline {
  readonly #ports: TimelinePorts;
  readonly #capacity: Capacity;
  readonly #window;
  readonly #loading = signal<Load | null>(null);
  readonly #failed = signal<Load | null>(null);
  readonly #buffered = new Map<number, MessagePayload>();
  #head: number;
  #syncing: Promise<void> | null = null;
  /** Whether the view stays at the newest message. */
  readonly following = signal(true);
  /** The number of the message at the top of the view. */
  reading = 0;
  /** Where that message begins, in pixels below the top of the view. */
  readingOffset = 0;
  /** The message that the reader was taken to, for the view to show and mark. */
  readonly target = signal<{ readonly number: number } | null>(null);

  constructor(page: PagePayload, ports: TimelinePorts, capacity = CAPACITY) {
    this.#ports = ports;
    this.#capacity = capacity;
    this.#window = signal<Window>(windowOf(page));
    this.#head = page.version;
  }

  get window(): ReadonlySignal<Window> {
    return this.#window;
  }

  /** Which part is being loaded. */
  get loading(): ReadonlySignal<Load | null> {
    return this.#loading;
  }

  /** Which part could not be loaded. */
  get failed(): ReadonlySignal<Load | null> {
    return this.#failed;
  }

  find(number: number): MessagePayload | undefined {
    return findMessage(this.#window.value, number);
  }

  /** Takes a message as the server sent it, in whatever order and however often. */
  receive(message: MessagePayload): void {
    this.#head = Math.max(this.#head, message.version);
    if (message.version <= this.#window.value.version) return;
    if (this.#buffered.size >= BUFFERED_MAX) this.#buffered.clear();
    this.#buffered.set(message.version, message);
    this.#applyBuffered();
    void this.catchUp();
  }

  /** Fetches what is missing up to a version known to exist. Settles when that is done, or failed. */
  catchUp(head = 0): Promise<void> {
    this.#head = Math.max(this.#head, head);
    if (this.#window.value.version >= this.#head) return Promise.resolve();
    this.#syncing ??= this.#closeGap().finally(() => (this.#syncing = null));
    return this.#syncing;
  }

  /**
   * Takes the version at which the server says the room stands. One behind ours is either old news, or
   * the server was restored from a backup; asking for what changed tells which.
   */
  compare(head: number): Promise<void> {
    if (head >= this.#window.value.version) return this.catchUp(head);
    this.#syncing ??= this.#sync().catch(() => undefined).finally(() => (this.#syncing = null));
    return this.#syncing;
  }

  loadOlder(): Promise<void> {
    return this.#window.value.before ? this.#load("older") : Promise.resolve();
  }

  loadNewer(): Promise<void> {
    return this.#window.value.after ? this.#load("newer") : Promise.resolve();
  }

  /** Goes to the newest messages, however far they are, and stays there. */
  async jumpToNewest(): Promise<void> {
    if (this.#window.value.after) await this.#load("newest");
    if (!this.#window.value.after) this.following.value = true;
  }

  /** Goes to a message, wherever it stands; false if there is none. Fails where it cannot be fetched. */
  async jumpTo(number: number): Promise<boolean> {
    if (this.find(number)) { this.#aim(number); return true; }
    const page = await this.#ports.page({ around: number });
    if (!page.messages.some((message) => message.number === number)) return false;
    batch(() => {
      this.#aim(number);
      this.#replace(page);
    });
    return true;
  }

  #aim(number: number): void {
    batch(() => {
      this.reading = number;
      this.following.value = false;
      this.target.value = { number };
    });
  }

  async #load(which: Load): Promise<void> {
    if (this.#loading.value && which !== "newest") return;
    this.#loading.value = which;
    this.#failed.value = null;
    try {
      await this.#fetch(which);
    } catch {
      this.#failed.value = which;
    } finally {
      this.#loading.value = null;
    }
  }

  async #fetch(which: Load): Promise<void> {
    const asked = this.#window.value;
    if (which === "newest") { this.#replace(await this.#ports.page({})); return; }
    const query = which === "older" ? { before: firstNumber(asked) } : { after: lastNumber(asked) };
    const page = await this.#ports.page(query);
    const current = this.#window.value;
    const moved = which === "older" ? firstNumber(current) !== query.before : lastNumber(current) !== query.after;
    if (moved) return;
    this.#head = Math.max(this.#head, page.version);
    this.#apply(join(current, page, which), page.messages);
    void this.catchUp();
  }

  #replace(page: PagePayload | ChangesPayload): void {
    this.#head = Math.max(this.#head, page.version);
    this.#apply(windowOf(page), page.messages);
    void this.catchUp();
  }

  async #closeGap(): Promise<void> {
    while (this.#window.value.version < this.#head) {
      const { version } = this.#window.value;
      try {
        await this.#sync();
      } catch {
        return;
      }
      this.#applyBuffered();
      // An answer that leads nowhere is not asked for again and again: the next event or look at the heads is.
      if (this.#window.value.version === version) return;
    }
  }

  async #sync(): Promise<void> {
    for (;;) {
      try {
        await this.#syncOnce();
        return;
      } catch (error) {
        if (!(await waitOut(error))) throw error;
      }
    }
  }

  async #syncOnce(): Promise<void> {
    const since = this.#window.value.version;
    if (this.#head - since > CHANGES_MAX && this.following.value) {
      this.#replaceIfNewer(await this.#ports.page({})); return;
    }
    const changes = await this.#ports.sync(since);
    if (changes.reset) {
      // A server that stands before what we hold was restored from a backup, and is right.
      if (changes.version < since) this.#startOver(changes);
      else this.#replaceIfNewer(changes);
      return;
    }
    // A page of history may have taken the window back meanwhile: these changes then start too late.
    if (since > this.#window.value.version) return;
    this.#head = Math.max(this.#head, changes.version);
    this.#apply(advance(upsert(this.#window.value, changes.messages), changes.version), changes.messages);
  }

  #replaceIfNewer(page: PagePayload | ChangesPayload): void {
    if (page.version < this.#window.value.version) return;
    this.#head = Math.max(page.version, ...this.#buffered.keys());
    this.#apply(windowOf(page), page.messages);
  }

  #startOver(changes: ChangesPayload): void {
    this.#buffered.clear();
    this.#head = changes.version;
    this.#apply(windowOf(changes), changes.messages);
  }

  #applyBuffered(): void {
    let window = this.#window.value;
    const applied: MessagePayload[] = [];
    for (;;) {
      const next = this.#buffered.get(window.version + 1);
      if (!next) break;
      applied.push(next);
      window = advance(upsert(window, [next]), next.version);
    }
    if (applied.length > 0) this.#apply(window, applied);
  }

  #apply(window: Window, messages: readonly MessagePayload[]): void {
    for (const version of this.#buffered.keys()) if (version <= window.version) this.#buffered.delete(version);
    batch(() => {
      const reading = this.following.value ? lastNumber(window) : this.reading;
      this.#window.value = trim(window, reading, this.#capacity);
      this.#ports.onApplied(messages, window.version);
    });
  }
}

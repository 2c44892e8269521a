import { effect } from "@preact/signals";
import { RequestError, isTransient } from "../../net/errors";
import { waitOut } from "../../net/patience";
import type { DraftContent } from "../../protocol";
import type { Draft } from "./draft";
import type { SyncedContent } from "./saved-draft";

const PAUSE_MS = 1_000;
const RETRY_MS = 5_000;

const EMPTY: DraftContent = { body: "", reply_to: null };

/** Equal for contents that say the same. Nothing that is being written answers nothing. */
const keyOf = ({ body, reply_to }: DraftContent): string => (body.trim() === "" ? "" : JSON.stringify([body, reply_to ?? null]));

/**
 * What is being written in one room, at all devices of its writer.
 *
 * The one that saves last is right. This device takes over what others save as long as it has nothing of its
 * own to save: somebody who is writing here is never interrupted.
 */
export class SharedDraft {
  readonly #draft: Draft;
  readonly #synced: SyncedContent;
  readonly #save: (content: DraftContent) => Promise<unknown>;
  readonly #stop: () => void;
  /** What the server holds, as far as this device knows. */
  #known: string;
  /** What was sent there and is not known to have arrived, in order. */
  #sending: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(draft: Draft, synced: SyncedContent, save: (content: DraftContent) => Promise<unknown>) {
    this.#draft = draft;
    this.#synced = synced;
    this.#save = save;
    this.#known = synced.load();
    this.#stop = effect(() => this.#changed(keyOf(draft.content)));
  }

  /** The room is gone. */
  dispose(): void {
    this.#stop();
    clearTimeout(this.#timer);
  }

  /** Saves what is waiting to be saved now. */
  flush(): void {
    if (this.#timer !== undefined) void this.#send();
  }

  /** Something was saved, here or at another device. The server tells all of them, in the order of saving. */
  hear(content: DraftContent): void {
    const key = keyOf(content);
    const own = this.#sending.indexOf(key);
    if (own >= 0) {
      this.#sending.splice(0, own + 1);
      this.#know(key);
    } else if (this.#sending.length === 0) {
      // Else what was sent from here is saved behind this, and word of it is on its way.
      this.#take(content, key);
    }
  }

  /** There is a connection again, and this is what the server holds. */
  resume(content: DraftContent | null): void {
    if (this.#sending.length > 0) return;
    this.#take(content ?? EMPTY, content ? keyOf(content) : "");
    this.flush();
  }

  /** There is a connection again, and what the server holds is not known. */
  retry(): void {
    if (this.#sending.length === 0) void this.#send();
  }

  #take(content: DraftContent, key: string): void {
    const untouched = keyOf(this.#draft.content) === this.#known;
    this.#know(key);
    if (untouched) this.#draft.take(content);
    // What was written here while nothing could be saved has yet to be.
    else if (this.#timer === undefined) this.#later(PAUSE_MS);
  }

  #know(key: string): void {
    this.#known = key;
    this.#synced.save(key);
  }

  #changed(key: string): void {
    this.#cancel();
    if (key === (this.#sending.at(-1) ?? this.#known)) return;
    // A draft that was sent, or deleted, is to be gone everywhere at once.
    if (key === "") void this.#send();
    else this.#later(PAUSE_MS);
  }

  #later(delay: number): void {
    this.#cancel();
    this.#timer = setTimeout(() => void this.#send(), delay);
  }

  #cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #send(): Promise<void> {
    this.#cancel();
    const { content } = this.#draft;
    const key = keyOf(content);
    if (key === (this.#sending.at(-1) ?? this.#known)) return;
    this.#sending.push(key);
    try {
      await this.#save(key === "" ? EMPTY : content);
      // Where it was the same already, nobody is told.
      if (this.#forget(key)) this.#know(key);
    } catch (error) {
      this.#forget(key);
      if (await waitOut(error)) void this.#send();
      // Without a connection the next one will do. What is refused (too long, say) stays at this device.
      else if (isTransient(error) && (error as RequestError).code !== "disconnected") this.#later(RETRY_MS);
    }
  }

  #forget(key: string): boolean {
    const index = this.#sending.indexOf(key);
    this.#sending.splice(index, index < 0 ? 0 : 1);
    return index >= 0;
  }
}

import { batch, computed, signal } from "@preact/signals";
import type { MembershipPayload, PagePayload } from "../../protocol";
import type { Timeline } from "../timeline/timeline";

type Position = Pick<MembershipPayload, "read_number" | "mentions">;

/** Of what was read already, so much stays in view above the line, in pixels. */
const ABOVE_LINE_PX = 120;

/**
 * Up to where one room is read, on all devices of the user, and where its line "New messages" stands.
 *
 * What is read here counts at once and is then told to the server, whose word replaces it: a word that is
 * behind ours is older than what we are about to tell, unless it goes back. Only marking as unread goes back.
 */
export class ReadingPosition {
  readonly #last: () => number;
  readonly #read;
  readonly #confirmed;
  readonly #mentions;
  readonly #held = signal(false);
  readonly #line = signal<number | null>(null);
  readonly unread = computed((): number => Math.max(0, this.#last() - this.#read.value));
  /** There is something to tell the server. */
  readonly pending = computed((): boolean => this.#read.value > this.#confirmed.value);

  constructor({ read_number, mentions }: Position, last: () => number) {
    this.#last = last;
    this.#read = signal(read_number);
    this.#confirmed = signal(read_number);
    this.#mentions = signal(mentions);
  }

  get number(): number {
    return this.#read.value;
  }

  /** How often one is mentioned in what is unread. */
  get mentions(): number {
    return this.unread.value > 0 ? this.#mentions.value : 0;
  }

  /** Whether it was marked as unread: then it stays so while it is open. */
  get held(): boolean {
    return this.#held.value;
  }

  /** The number of the last message above the line, null for no line. */
  get line(): number | null {
    return this.#line.value;
  }

  /** The room is opened: the line stands above what is unread now, until it is opened again. */
  open(): void {
    this.#held.value = false;
    this.#line.value = this.unread.value > 0 ? this.#read.value : null;
  }

  /** There are new messages, unseen: the first of them gets the line above it. */
  fallBehind(): void {
    if (this.unread.value === 0) this.#line.value = this.#read.value;
  }

  /** Somebody else mentions the user, unseen. */
  mention(): void {
    this.#mentions.value++;
  }

  /** Everything there is was seen. */
  advance(): void {
    const last = this.#last();
    if (this.#held.value || last <= this.#read.value) return;
    this.#read.value = last;
    this.#mentions.value = 0;
  }

  /** Everything counts as read, seen or not. */
  markRead(): void {
    batch(() => {
      this.release();
      this.advance();
      this.#line.value = null;
    });
  }

  /** The user says something here: what was held as unread is answered, and needs no line. */
  release(): void {
    this.#held.value = false;
    this.#line.value = null;
  }

  /** A message and all behind it are about to be marked as unread: nothing is read meanwhile. */
  hold(number: number): void {
    batch(() => {
      this.#held.value = true;
      this.#read.value = this.#confirmed.value;
      this.#line.value = number - 1;
    });
  }

  /** Takes the server's word. */
  take({ read_number, mentions }: Position): void {
    batch(() => {
      const confirmed = this.#confirmed.peek();
      const unread = this.unread.peek();
      this.#confirmed.value = read_number;
      if (read_number < confirmed) {
        this.#held.value = true;
        this.#line.value = read_number;
      } else if (read_number < this.#read.peek()) {
        return;
      } else if (read_number > confirmed) {
        this.#held.value = false;
      }
      this.#read.value = read_number;
      this.#mentions.value = mentions;
      // Read on another device: there is nothing new here either.
      if (unread > 0 && this.unread.peek() === 0) this.#line.value = null;
    });
  }

  /** Which page the room begins with: the newest, or the one around the line. */
  get firstPage(): { around?: number } {
    const line = this.#line.value;
    return line === null ? {} : { around: line + 1 };
  }

  /** Whether a page may be the first: it has the line, where one is to begin with it. */
  beginsWith({ messages }: PagePayload): boolean {
    const { around } = this.firstPage;
    return around === undefined || messages.some(({ number }) => number === around);
  }

  /** Puts the reader at the line, if there is one. Returns false where that is not loaded. */
  goToLine(timeline: Timeline): boolean {
    const line = this.#line.value;
    if (line === null) return true;
    if (!timeline.find(line + 1)) return false;
    timeline.following.value = false;
    timeline.reading = line + 1;
    timeline.readingOffset = ABOVE_LINE_PX;
    return true;
  }
}

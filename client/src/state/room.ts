import { batch, computed, signal } from "@preact/signals";
import type { OwnRoomPayload, UserPayload } from "../protocol";
import type { Draft } from "./draft";
import type { Timeline } from "./timeline";
import { title } from "./title";

/** One room: its header, and once it was opened its timeline. */
export class Room {
  readonly id: number;
  readonly kind: OwnRoomPayload["kind"];
  readonly header;
  /** What it is called where it is shown. */
  readonly title = computed((): string => title(this.header.value, this.#me));
  readonly archived = computed((): boolean => this.header.value.archived);
  readonly owned = computed((): boolean => this.header.value.membership.role === "owner");
  readonly timeline = signal<Timeline | null>(null);
  /** Its newest messages could not be loaded. */
  readonly failed = signal(false);
  readonly draft: Draft;
  readonly #me: UserPayload;
  readonly #read;
  /** The last message that was read before new ones came in unseen. */
  readonly divider = signal<number | null>(null);
  readonly unread = computed((): number => Math.max(0, this.header.value.last_number - this.#read.value));

  constructor(header: OwnRoomPayload, draft: Draft, me: UserPayload) {
    this.id = header.id;
    this.kind = header.kind;
    this.#me = me;
    this.header = signal(header);
    this.#read = signal(header.last_number);
    this.draft = draft;
  }

  /**
   * A newer header, or what a message says of it. Numbers and versions only grow.
   * What is `seen` is read as it comes; else the first unread message gets a line above it.
   */
  note(change: Partial<OwnRoomPayload>, seen: boolean): void {
    const { header } = this;
    const last_number = Math.max(header.value.last_number, change.last_number ?? 0);
    const version = Math.max(header.value.version, change.version ?? 0);
    batch(() => {
      if (!seen && last_number > header.value.last_number && this.unread.value === 0) this.divider.value = this.#read.value;
      header.value = { ...header.value, ...change, last_number, version };
      if (seen) this.markRead();
    });
  }

  /** Everything up to a message was read, the newest one unless told. */
  markRead(number = this.header.value.last_number): void {
    if (number > this.#read.value) this.#read.value = number;
  }
}

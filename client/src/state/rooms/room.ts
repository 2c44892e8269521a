import { batch, computed, signal } from "@preact/signals";
import type { OwnRoomPayload, UserPayload } from "../../protocol";
import type { Draft } from "../drafts/draft";
import { ReadingPosition } from "../reading/reading-position";
import type { Timeline } from "../timeline/timeline";
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
  readonly muted = computed((): boolean => this.header.value.membership.muted);
  readonly timeline = signal<Timeline | null>(null);
  /** Its newest messages could not be loaded. */
  readonly failed = signal(false);
  readonly draft: Draft;
  readonly #me: UserPayload;
  readonly reading: ReadingPosition;
  readonly unread = computed((): number => this.reading.unread.value);
  /** How much of what is unread calls for attention: in a muted room what mentions the reader, and nothing else. */
  readonly news = computed((): number => (this.muted.value ? this.reading.mentions : this.unread.value));

  constructor(header: OwnRoomPayload, draft: Draft, me: UserPayload) {
    this.id = header.id;
    this.kind = header.kind;
    this.#me = me;
    this.header = signal(header);
    this.reading = new ReadingPosition(header.membership, () => this.header.value.last_number);
    this.draft = draft;
  }

  /** Is opened. Who was at the newest message goes to the first unread one, everybody else to where they were. */
  open(): void {
    this.reading.open();
    const timeline = this.timeline.value;
    if (timeline?.following.value && !this.reading.goToLine(timeline)) this.timeline.value = null;
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
      if (!seen && last_number > header.value.last_number) this.reading.fallBehind();
      header.value = { ...header.value, ...change, last_number, version };
      if (change.membership) this.reading.take(change.membership);
      if (seen) this.reading.advance();
    });
  }
}

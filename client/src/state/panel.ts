import { signal } from "@preact/signals";

/** What can stand beside the conversation. */
export type PanelContent =
  | { kind: "members" }
  | { kind: "thread"; root: number }
  | { kind: "pins" }
  | { kind: "saved" }
  | { kind: "history"; number: number }
  | { kind: "search" };

/** The one panel beside the conversation: what it shows, about which room; null where it is closed. */
export class Panel {
  readonly #content = signal<{ room: number; content: PanelContent } | null>(null);

  /** What the panel shows, and for which room it was opened. */
  get content() {
    return this.#content.value;
  }

  open(room: number, content: PanelContent): void {
    this.#content.value = { room, content };
  }

  /** Another room is open: its members take the place of the other's, a search goes on, all else was about that one. */
  follow(room: number): void {
    const shown = this.#content.value;
    if (!shown || shown.room === room) return;
    if (["members", "search"].includes(shown.content.kind) && room > 0) this.open(room, shown.content);
    else this.close();
  }

  close(): void {
    this.#content.value = null;
  }
}

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

  /** Another room is open: what is about all rooms stays, or is shown of the other; the rest was about that one. */
  follow(room: number): void {
    const shown = this.#content.value;
    if (!shown || shown.room === room) return;
    if (room > 0 && ["members", "saved", "search"].includes(shown.content.kind)) this.open(room, shown.content);
    else this.close();
  }

  close(): void {
    this.#content.value = null;
  }
}

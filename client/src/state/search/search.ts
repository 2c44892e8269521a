import { batch, signal } from "@preact/signals";
import type { Connection } from "../../net/connection";
import { explain } from "../../net/errors";
import type { SearchPayload, SearchResultPayload } from "../../protocol";

/** Of typing, before it is looked for. */
const PAUSE_MS = 200;

type SearchOrder = "newest" | "best";

/** What is looked for, and what was found. It stays while the panel is closed. */
export class Search {
  readonly #connection: Connection;
  readonly text = signal("");
  readonly order = signal<SearchOrder>("newest");
  /** The room in which it is looked for, null for all of them. */
  readonly room = signal<number | null>(null);
  readonly results = signal<readonly SearchResultPayload[]>([]);
  /** What is to be shown as found. */
  readonly terms = signal<readonly string[]>([]);
  readonly state = signal<"idle" | "loading" | "ready" | "failed">("idle");
  readonly problem = signal<string | null>(null);
  /** Not everything was looked through: the index is being made, or there was too much of it. */
  readonly complete = signal(true);
  /** From where there is more. */
  readonly next = signal<string | null>(null);
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Looks for something else, once the typing pauses. */
  write(text: string): void {
    this.text.value = text;
    this.#turn++;
    clearTimeout(this.#timer);
    if (text.trim() === "") this.clear();
    else this.#timer = setTimeout(() => void this.run(), PAUSE_MS);
  }

  /** Looks in another order, or elsewhere. */
  choose({ order = this.order.value, room = this.room.value }: { order?: SearchOrder; room?: number | null }): void {
    this.order.value = order;
    this.room.value = room;
    void this.run();
  }

  /** Looks for it now. */
  run(): Promise<void> {
    clearTimeout(this.#timer);
    return this.text.value.trim() === "" ? Promise.resolve() : this.#ask(null);
  }

  loadMore(): Promise<void> {
    return this.#ask(this.next.value);
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#turn++;
    batch(() => {
      this.text.value = "";
      this.results.value = [];
      this.next.value = null;
      this.problem.value = null;
      this.complete.value = true;
      this.state.value = "idle";
    });
  }

  async #ask(before: string | null): Promise<void> {
    // An answer to what was asked before this must not take the place of the answer to this.
    const turn = ++this.#turn;
    this.state.value = "loading";
    try {
      const page = await this.#connection.request("search", {
        q: this.text.value.trim(),
        order: this.order.value,
        ...(this.room.value === null ? {} : { room: this.room.value }),
        ...(before === null ? {} : { before }),
      });
      if (turn === this.#turn) this.#take(page, before === null ? [] : this.results.value);
    } catch (error) {
      if (turn !== this.#turn) return;
      batch(() => {
        this.state.value = "failed";
        this.problem.value = explain(error);
        if (before === null) this.results.value = [];
        if (before === null) this.next.value = null;
      });
    }
  }

  #take(page: SearchPayload, earlier: readonly SearchResultPayload[]): void {
    batch(() => {
      this.results.value = [...earlier, ...page.results];
      this.terms.value = page.terms;
      this.next.value = page.next;
      this.complete.value = page.complete;
      this.problem.value = null;
      this.state.value = "ready";
    });
  }
}

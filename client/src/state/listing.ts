import { batch, signal } from "@preact/signals";

/** Of typing, before it is searched for. */
const PAUSE_MS = 150;

/** Answers one page: what begins so, behind the last item of the page before. */
export type FetchPage<Item> = (query: string, after?: Item) => Promise<Item[]>;

/** A list that the server answers in pages, and that follows what is typed. */
export class Listing<Item> {
  readonly items = signal<readonly Item[]>([]);
  readonly state = signal<"loading" | "ready" | "failed">("ready");
  /** There may be another page. */
  readonly more = signal(false);
  readonly #fetch: FetchPage<Item>;
  readonly #pageSize: number;
  #query = "";
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(fetch: FetchPage<Item>, pageSize: number) {
    this.#fetch = fetch;
    this.#pageSize = pageSize;
  }

  /** Begins anew, once the typing pauses. */
  search(query: string): void {
    this.#query = query;
    this.#turn++;
    this.state.value = "loading";
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.load(), PAUSE_MS);
  }

  /** Fetches the first page. */
  load(): Promise<void> {
    return this.#load([]);
  }

  /** Fetches the page behind what is there. */
  loadMore(): Promise<void> {
    return this.#load(this.items.value);
  }

  /** Nothing was asked for, so nothing is found. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#turn++;
    batch(() => {
      this.items.value = [];
      this.more.value = false;
      this.state.value = "ready";
    });
  }

  async #load(before: readonly Item[]): Promise<void> {
    // An answer to what was asked before this must not take the place of the answer to this.
    const turn = ++this.#turn;
    this.state.value = "loading";
    try {
      const page = await this.#fetch(this.#query, before.at(-1));
      if (turn !== this.#turn) return;
      batch(() => {
        this.items.value = [...before, ...page];
        this.more.value = page.length >= this.#pageSize;
        this.state.value = "ready";
      });
    } catch {
      if (turn === this.#turn) this.state.value = "failed";
    }
  }
}

import { batch, signal } from "@preact/signals";

/** What the server answers at a time. */
export interface Page<Item> {
  items: readonly Item[];
  /** There may be another page. */
  more: boolean;
}

type Change<Item> = (items: readonly Item[]) => readonly Item[];

/** A list that is fetched in pages, and may change while it is. */
export class Pages<Item> {
  readonly items = signal<readonly Item[]>([]);
  readonly state = signal<"loading" | "ready" | "failed">("loading");
  readonly more = signal(false);
  readonly #fetch: (before: readonly Item[]) => Promise<Page<Item>>;
  #turn = 0;
  #fromStart = true;
  #meanwhile: Change<Item>[] = [];

  /** The page behind some items is fetched by a function that is told them. */
  constructor(fetch: (before: readonly Item[]) => Promise<Page<Item>>) {
    this.#fetch = fetch;
  }

  /** Fetches the first page. */
  load(): Promise<void> {
    return this.#load([]);
  }

  /** Fetches the page behind what is there. */
  loadMore(): Promise<void> {
    return this.#load(this.items.value);
  }

  /** Asks again for what could not be fetched. */
  retry(): Promise<void> {
    return this.#fromStart ? this.load() : this.loadMore();
  }

  /** Changes what is there; what is on its way may be older, and is changed when it comes. */
  change(change: Change<Item>): void {
    if (this.state.value === "loading") this.#meanwhile.push(change);
    this.items.value = change(this.items.value);
  }

  /** Takes no answer to what was asked until now. */
  protected supersede(): number {
    return ++this.#turn;
  }

  async #load(before: readonly Item[]): Promise<void> {
    const turn = this.supersede();
    this.#fromStart = before.length === 0;
    this.#meanwhile = [];
    this.state.value = "loading";
    try {
      const { items, more } = await this.#fetch(before);
      if (turn !== this.#turn) return;
      batch(() => {
        this.items.value = this.#meanwhile.reduce((list: readonly Item[], change) => change(list), [...before, ...items]);
        this.more.value = more;
        this.state.value = "ready";
      });
    } catch {
      if (turn === this.#turn) this.state.value = "failed";
    }
  }
}

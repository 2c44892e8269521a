import { batch } from "@preact/signals";
import { Pages } from "./pages";

/** Of typing, before it is searched for. */
const PAUSE_MS = 150;

/** Answers one page: what begins so, behind the last item of the page before. */
export type FetchPage<Item> = (query: string, after?: Item) => Promise<Item[]>;

/** A list in pages that follows what is typed. */
export class Listing<Item> extends Pages<Item> {
  #query = "";
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(fetch: FetchPage<Item>, pageSize: number) {
    super(async (before) => {
      const items = await fetch(this.#query, before.at(-1));
      return { items, more: items.length >= pageSize };
    });
    this.state.value = "ready";
  }

  /** Begins anew, once the typing pauses. */
  search(query: string): void {
    this.#query = query;
    this.supersede();
    this.state.value = "loading";
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.load(), PAUSE_MS);
  }

  /** Nothing was asked for, so nothing is found. */
  clear(): void {
    clearTimeout(this.#timer);
    this.supersede();
    batch(() => {
      this.items.value = [];
      this.more.value = false;
      this.state.value = "ready";
    });
  }
}

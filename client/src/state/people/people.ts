import type { UserPayload } from "../../protocol";
import { Listing, type FetchPage } from "../listing";
import { nameKey } from "../names";

/** People whose name begins as is typed. */
export class People {
  readonly listing: Listing<UserPayload>;
  #query = "";

  constructor(fetch: FetchPage<UserPayload>, pageSize: number) {
    this.listing = new Listing(fetch, pageSize);
  }

  search(query: string): void {
    this.#query = nameKey(query.trim());
    this.listing.search(query.trim());
  }

  /** Who is found. Until the answer is there, who of those before it still fits: Enter must not take another. */
  get found(): readonly UserPayload[] {
    const { items, state } = this.listing;
    if (state.value === "ready") return items.value;
    return items.value.filter(({ username }) => nameKey(username).startsWith(this.#query));
  }
}

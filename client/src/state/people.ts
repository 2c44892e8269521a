import { LISTING_SIZE, fetchPeople } from "../net/api";
import type { UserPayload } from "../protocol";
import { Listing } from "./listing";

/** People whose name begins as is typed. */
export class People {
  readonly listing = new Listing((query: string) => fetchPeople(query), LISTING_SIZE);
  #query = "";

  search(query: string): void {
    this.#query = query.trim().toLowerCase();
    this.listing.search(query.trim());
  }

  /** Who is found. Until the answer is there, who of those before it still fits: Enter must not take another. */
  get found(): readonly UserPayload[] {
    const { items, state } = this.listing;
    if (state.value === "ready") return items.value;
    return items.value.filter(({ username }) => username.toLowerCase().startsWith(this.#query));
  }
}

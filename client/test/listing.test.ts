import { beforeEach, expect, it, vi } from "vitest";
import { Listing } from "../src/state/listing";
import { People } from "../src/state/people/people";

type Asked = { query: string; after: string | undefined; answer: (page: string[]) => void; fail: () => void };

let asked: Asked[];
let listing: Listing<string>;

beforeEach(() => {
  asked = [];
  listing = new Listing(
    (query, after) => new Promise((answer, reject) => asked.push({ query, after, answer, fail: () => reject(new Error("down")) })),
    2,
  );
});

async function answer(index: number, page: string[]): Promise<void> {
  asked[index]?.answer(page);
  await Promise.resolve();
}

it("comes in pages, each behind the last of the one before", async () => {
  void listing.load();
  await answer(0, ["a", "b"]);
  expect([listing.items.value, listing.more.value]).toEqual([["a", "b"], true]);
  void listing.loadMore();
  expect(asked[1]?.after).toBe("b");
  await answer(1, ["c"]);
  expect([listing.items.value, listing.more.value]).toEqual([["a", "b", "c"], false]);
});

it("asks once for what is typed in one go, from the first page", async () => {
  vi.useFakeTimers();
  for (const text of ["d", "de", "des"]) listing.search(text);
  await vi.runAllTimersAsync();
  vi.useRealTimers();
  expect(asked.map(({ query, after }) => [query, after])).toEqual([["des", undefined]]);
});

it("shows no answer to what was asked before", async () => {
  void listing.load();
  listing.search("new");
  await answer(0, ["old"]);
  expect([listing.items.value, listing.state.value]).toEqual([[], "loading"]);
  listing.clear();
});

it("says when it failed, keeps what it has, and can be asked again", async () => {
  void listing.load();
  await answer(0, ["a", "b"]);
  void listing.loadMore();
  asked[1]?.fail();
  await vi.waitFor(() => expect(listing.state.value).toBe("failed"));
  expect(listing.items.value).toEqual(["a", "b"]);
  void listing.loadMore();
  await answer(2, []);
  expect([listing.state.value, listing.more.value]).toEqual(["ready", false]);
});

it("of people shows nobody who does not fit what is typed, while the answer is on its way", async () => {
  const answers: ((page: { id: number; username: string }[]) => void)[] = [];
  const people = new People(() => new Promise((answer) => answers.push(answer)), 50);
  const names = () => people.found.map(({ username }) => username);
  void people.listing.load();
  answers[0]?.([{ id: 1, username: "Ada" }, { id: 2, username: "Ben" }]);
  await vi.waitFor(() => expect(names()).toEqual(["Ada", "Ben"]));
  people.search(" be");
  expect(names()).toEqual(["Ben"]);
  people.search("benno");
  expect(names()).toEqual([]);
  people.listing.clear();
});

import { beforeEach, expect, it, vi } from "vitest";
import { Pages } from "../src/state/pages";

type Asked = { before: readonly string[]; answer: (items: string[], more?: boolean) => void; fail: () => void };

let asked: Asked[];
let pages: Pages<string>;

beforeEach(() => {
  asked = [];
  pages = new Pages(
    (before) =>
      new Promise((answer, reject) =>
        asked.push({ before, answer: (items, more = false) => answer({ items, more }), fail: () => reject(new Error("down")) }),
      ),
  );
});

const reached = (state: string) => vi.waitFor(() => expect(pages.state.value).toBe(state));

it("takes the server's word for whether there is more", async () => {
  expect(pages.state.value).toBe("loading");
  void pages.load();
  asked[0]?.answer(["a"], true);
  await reached("ready");
  expect(pages.more.value).toBe(true);
  void pages.loadMore();
  expect(asked[1]?.before).toEqual(["a"]);
  asked[1]?.answer(["b"]);
  await reached("ready");
  expect([pages.items.value, pages.more.value]).toEqual([["a", "b"], false]);
});

it("asks again for the page that failed, not for the first", async () => {
  void pages.load();
  asked[0]?.fail();
  await reached("failed");
  void pages.retry();
  expect(asked[1]?.before).toEqual([]);
  asked[1]?.answer(["a"], true);
  await reached("ready");
  void pages.loadMore();
  asked[2]?.fail();
  await reached("failed");
  void pages.retry();
  expect(asked[3]?.before).toEqual(["a"]);
});

it("keeps what changed while an older answer was on its way", async () => {
  void pages.load();
  pages.change((items) => items.filter((item) => item !== "gone"));
  pages.change((items) => ["new", ...items]);
  expect(pages.items.value).toEqual(["new"]);
  asked[0]?.answer(["a", "gone"]);
  await reached("ready");
  expect(pages.items.value).toEqual(["new", "a"]);
  void pages.load();
  asked[1]?.answer(["a"]);
  await reached("ready");
  expect(pages.items.value).toEqual(["a"]);
});

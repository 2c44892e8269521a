import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Directory } from "../src/state/completions/directory";

interface Entry {
  id: number;
  name: string;
}

const names = ["ada", "ben", "benny", "bert", "carl"];
const everybody = names.map((name, index): Entry => ({ id: index + 1, name }));

/** A server with small pages, whose answers come when the test says so. */
class FakeServer {
  readonly asked: { prefix: string; answer: () => void; fail: () => void }[] = [];

  readonly fetch = (prefix: string) =>
    new Promise<Entry[]>((resolve, reject) => {
      const page = everybody.filter(({ name }) => name.startsWith(prefix)).slice(0, 3);
      this.asked.push({ prefix, answer: () => resolve(page), fail: () => reject(new Error("no network")) });
    });
}

let server: FakeServer;
let directory: Directory<Entry>;
const found = (prefix: string) => directory.find(prefix).map(({ name }) => name);
const asked = () => server.asked.map(({ prefix }) => prefix);

async function answer(index: number): Promise<void> {
  server.asked[index]?.answer();
  await vi.advanceTimersByTimeAsync(0);
}

async function type(...prefixes: string[]): Promise<void> {
  for (const prefix of prefixes) directory.want(prefix);
  await vi.advanceTimersByTimeAsync(200);
}

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
  directory = new Directory({ fetch: server.fetch, size: 3, nameOf: ({ name }) => name, idOf: ({ id }) => id });
});
afterEach(() => vi.useRealTimers());

describe("names that the server has", () => {
  it("are asked for once the typing pauses", async () => {
    await type("c", "ca", "car");
    expect(asked()).toEqual(["car"]);
    await answer(0);
    expect(found("car")).toEqual(["carl"]);
  });

  it("are not asked for again where all that begin so are known", async () => {
    await type("ber");
    await answer(0);
    await type("bert");
    await type("BER");
    expect(asked()).toEqual(["ber"]);
  });

  it("are asked for where a page was not all", async () => {
    await type("");
    await answer(0);
    await type("c");
    expect(asked()).toEqual(["", "c"]);
    expect(found("c")).toEqual([]);
    await answer(1);
    expect(found("c")).toEqual(["carl"]);
  });

  it("are right in whatever order the answers come", async () => {
    await type("a");
    await type("be");
    await answer(1);
    await answer(0);
    expect(found("be")).toEqual(["ben", "benny", "bert"]);
  });

  it("are forgotten after a while, when others come", async () => {
    await type("");
    await answer(0);
    expect(found("a")).toEqual(["ada"]);
    vi.setSystemTime(Date.now() + 61_000);
    await type("ca");
    expect(found("a")).toEqual(["ada"]);
    await answer(1);
    expect([found("a"), found("ca")]).toEqual([[], ["carl"]]);
  });

  it("are asked for again after a failure, and after a while", async () => {
    await type("c");
    server.asked[0]?.fail();
    await vi.advanceTimersByTimeAsync(0);
    await type("c");
    await answer(1);
    await type("c");
    expect(asked()).toEqual(["c", "c"]);
    vi.setSystemTime(Date.now() + 61_000);
    await type("c");
    expect(asked()).toEqual(["c", "c", "c"]);
  });
});

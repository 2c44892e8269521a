import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fold, markTerms } from "../src/state/search/fold";
import { Search } from "../src/state/search/search";
import { FakeRoom, alice } from "./fake-room";
import { FakeSocket, connect } from "./fake-socket";
import { randomOf } from "./random";

const marked = (text: string, ...terms: string[]): string =>
  markTerms(text, terms).map((piece) => (piece.found ? `[${piece.text}]` : piece.text)).join("");

const letters = (text: string): string[] => Array.from(text);

describe("what is marked", () => {
  it.each([
    ["Crème brûlée", ["creme"], "[Crème] brûlée"],
    ["Creme", ["CRÈME"], "[Creme]"],
    ["Cre\u0300me brulee", ["crème"], "[Cre\u0300me] brulee"],
    ["Straße und STRASSE", ["strasse"], "[Straße] und [STRASSE]"],
    ["STRAẞE", ["straße"], "[STRAẞE]"],
    ["ΟΔΟΣ οδός", ["οδος"], "[ΟΔΟΣ] [οδός]"],
    ["a  line\nbreak", ["line break"], "a  [line\nbreak]"],
    ["deployment deploys", ["deploy"], "[deploy]ment [deploy]s"],
    ["go to the gopher", ["go"], "[go] to the gopher"],
    ["かがく", ["か"], "[か]がく"],
    ["か\u3099", ["が"], "[か\u3099]"],
    ["각", ["각".normalize("NFD")], "[각]"],
    ["각".normalize("NFD"), ["각"], `[${"각".normalize("NFD")}]`],
    ["overlapping", ["lapp", "appin"], "over[lappin]g"],
    ["ﬁne", ["i"], "ﬁne"],
    ["ﬁne", ["fine"], "[ﬁne]"],
    ["ß", ["s"], "ß"],
    ["<b>.*</b>", [".*"], "<b>[.*]</b>"],
    ["nothing", ["absent", ""], "nothing"],
    ["", ["x"], ""],
  ])("in %j by %j", (text, terms, result) => expect(marked(text, ...terms)).toBe(result));

  it("is the whole text, whatever that is, and every piece that is there to be found", () => {
    const next = randomOf(7);
    const alphabet = [...letters("aAbBéÉß ıİſσς\n\tか゛がﬁ각"), "e\u0301", "\u0301", "👩‍🚀", "\ud800", "İ", "ᄀ", "ᅡ", "ᆨ", "ǆ", "ŉ", "½"];
    const pick = () => alphabet[Math.floor(next() * alphabet.length)] ?? "";
    const write = (length: number) => Array.from({ length }, pick).join("");
    for (let round = 0; round < 3_000; round++) {
      const text = write(Math.floor(next() * 20));
      const term = write(1 + Math.floor(next() * 3));
      const pieces = markTerms(text, [term, write(4)]);
      expect(pieces.map((piece) => piece.text).join("")).toBe(text);
      for (const [index, piece] of pieces.entries()) expect(piece.found).not.toBe(pieces[index + 1]?.found);
      expect(fold(fold(text))).toBe(fold(text));
    }
  });

  it("is found wherever the folded text has it", () => {
    const next = randomOf(11);
    const alphabet = letters("aAéÉßσς ");
    const write = (length: number) => Array.from({ length }, () => alphabet[Math.floor(next() * alphabet.length)] ?? "").join("");
    for (let round = 0; round < 2_000; round++) {
      const text = write(12);
      const term = write(3);
      if (fold(term).length < 3) continue;
      const found = markTerms(text, [term]).some((piece) => piece.found);
      expect([text, term, found]).toEqual([text, term, fold(text).includes(fold(term))]);
    }
  });
});

describe("searching", () => {
  let socket: FakeSocket;
  let search: Search;
  const room = new FakeRoom();
  const result = (body: string) => ({ message: room.post(alice, body), excerpt: body });
  const page = (...bodies: string[]) => ({ ok: true, results: bodies.map(result), terms: ["x"], more: false, next: null, complete: true });
  const asked = () => socket.asked.map(({ data }) => data);
  const found = () => search.results.value.map(({ excerpt }) => excerpt);
  const settle = () => vi.advanceTimersByTimeAsync(0);

  beforeEach(() => {
    vi.useFakeTimers();
    socket = new FakeSocket();
    search = new Search(connect(socket, alice, { whoAmI: () => Promise.resolve(alice), onSessionLost: () => undefined }));
    socket.connected = true;
  });

  afterEach(() => vi.useRealTimers());

  it("waits for a pause in the typing", async () => {
    for (const text of ["l", "la", "lam"]) search.write(text);
    await vi.advanceTimersByTimeAsync(199);
    expect(asked()).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked()).toEqual([{ q: "lam", order: "newest" }]);
    expect(search.state.value).toBe("loading");
  });

  it("drops answers to what was asked before", async () => {
    search.write("lam");
    void search.run();
    search.write("lamp");
    void search.run();
    const [old, recent] = socket.asked;
    recent?.answer(page("lamp"));
    await settle();
    old?.answer(page("lame"));
    await settle();
    expect(found()).toEqual(["lamp"]);
  });

  it("drops an answer that comes when nothing is looked for any more", async () => {
    search.write("lam");
    void search.run();
    search.write("");
    socket.take("search").answer(page("lamp"));
    await settle();
    expect(found()).toEqual([]);
    expect(search.state.value).toBe("idle");
  });

  it("says what is wrong, and forgets that with the next answer", async () => {
    search.write("has:wings");
    void search.run();
    const error = { code: "invalid", message: "No.", fields: { q: "There is no filter has:wings." } };
    socket.take("search").answer({ ok: false, error });
    await settle();
    expect(search.problem.value).toBe("There is no filter has:wings.");
    search.write("wings");
    void search.run();
    socket.take("search").answer(page("wings"));
    await settle();
    expect(search.problem.value).toBeNull();
    expect(found()).toEqual(["wings"]);
  });

  it("adds the next page, and keeps what is there where that fails", async () => {
    search.write("x");
    search.choose({ room: 1 });
    socket.take("search").answer({ ...page("one"), more: true, next: "5-1-1" });
    await settle();
    void search.loadMore();
    expect(asked()).toEqual([{ q: "x", order: "newest", room: 1, before: "5-1-1" }]);
    socket.take("search").lose();
    await settle();
    expect(found()).toEqual(["one"]);
    expect(search.problem.value).not.toBeNull();
    void search.loadMore();
    socket.take("search").answer(page("two"));
    await settle();
    expect(found()).toEqual(["one", "two"]);
    expect(search.next.value).toBeNull();
  });

  it("begins anew in another order", async () => {
    search.write("x");
    void search.run();
    socket.take("search").answer({ ...page("one"), next: "5-1-1" });
    await settle();
    search.choose({ order: "best" });
    expect(asked()).toEqual([{ q: "x", order: "best" }]);
  });
});

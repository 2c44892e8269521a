import { describe, expect, it } from "vitest";
import { completeEmoji, emojiOf, loadShortcodes } from "../src/state/emoji/emoji";
import { loadCatalog, searchCatalog } from "../src/state/emoji/emoji-catalog";
import { inTone, loadPreferences, savePreferences, TONES, withRecent } from "../src/state/emoji/emoji-preferences";

/** What Unicode recommends for interchange: fully qualified, each a picture of its own. */
const RECOMMENDED = new RegExp("^\\p{RGI_Emoji}$", "v");

describe("the list", () => {
  it("has each emoji once, fully qualified, with shortcodes of its own", async () => {
    const list = await loadShortcodes();
    expect(list.length).toBeGreaterThan(1_800);
    for (const { emoji, shortcodes } of list) {
      expect(emoji).toMatch(RECOMMENDED);
      expect(shortcodes.length).toBeGreaterThan(0);
      for (const shortcode of shortcodes) expect(shortcode).toMatch(/^[a-z0-9_+-]{1,50}$/);
    }
    expect(new Set(list.map(({ emoji }) => emoji)).size).toBe(list.length);
    const all = list.flatMap(({ shortcodes }) => shortcodes);
    expect(new Set(all).size).toBe(all.length);
  });

  it.each([
    ["tada", "🎉"],
    ["+1", "👍"],
    ["thumbsup", "👍"],
    ["heart", "❤️"],
    ["constructor", undefined],
    ["", undefined],
  ])("knows %s as %s", async (shortcode, emoji) => {
    await loadShortcodes();
    expect(emojiOf(shortcode)).toBe(emoji);
  });
});

describe("completion", () => {
  const shortcodes = async (prefix: string, limit = 5) => (await completeEmoji(prefix, limit)).map(({ shortcode }) => shortcode);

  it("begins with what was typed, short ones first", async () => {
    expect(await completeEmoji(":tad", 5)).toEqual([{ emoji: "🎉", shortcode: "tada" }]);
    const found = await shortcodes("ta", 3);
    expect(found).toHaveLength(3);
    for (const shortcode of found) expect(shortcode).toMatch(/^ta/);
    expect(found.map(({ length }) => length)).toEqual(found.map(({ length }) => length).toSorted((a, b) => a - b));
  });

  it("finds what was typed in full first of all", async () => {
    expect((await shortcodes("heart"))[0]).toBe("heart");
    expect((await shortcodes("CAT"))[0]).toBe("cat");
  });

  it("finds words within a shortcode, after those at its beginning", async () => {
    expect(await shortcodes("check_mark")).toContain("white_check_mark");
  });

  it.each(["", ":", "zzzz", "../", "(", "*"])("finds nothing for %j", async (prefix) => {
    expect(await completeEmoji(prefix, 5)).toEqual([]);
  });
});

describe("the catalogue", () => {
  it("has every emoji in one group, with its name", async () => {
    const catalog = await loadCatalog();
    expect(catalog).toHaveLength(9);
    const entries = catalog.flatMap((group) => group.entries);
    expect(entries.map(({ emoji }) => emoji)).toEqual((await loadShortcodes()).map(({ emoji }) => emoji));
    for (const { name } of entries) expect(name).not.toBe("");
    expect(entries.find(({ emoji }) => emoji === "🎉")).toMatchObject({ name: "party popper", toned: false });
    expect(catalog.find(({ name }) => name === "Flags")?.entries.some(({ emoji }) => emoji === "🇫🇷")).toBe(true);
  });

  it.each([
    ["party popper", "🎉"],
    ["tada", "🎉"],
    [":tada:", "🎉"],
    ["celebration", "🎉"],
    ["popper PARTY", "🎉"],
    ["thumbs up", "👍"],
    ["lol", "😂"],
    ["france", "🇫🇷"],
  ])("finds for %j %s", async (query, emoji) => {
    expect(searchCatalog(await loadCatalog(), query, 20).map((entry) => entry.emoji)).toContain(emoji);
  });

  it("puts names before keywords", async () => {
    expect(searchCatalog(await loadCatalog(), "cat", 1).map(({ name }) => name)).toEqual(["cat"]);
    expect(searchCatalog(await loadCatalog(), "qqqq", 3)).toEqual([]);
  });

  it("knows which come in skin tones, and what these look like", async () => {
    for (const { entries } of await loadCatalog()) {
      for (const { emoji, toned } of entries) {
        if (toned) for (const tone of TONES) expect(inTone(emoji, tone)).toMatch(RECOMMENDED);
      }
    }
    expect(inTone("👍", "\u{1f3fd}")).toBe("👍🏽");
    expect(inTone("🕵️‍♀️", "\u{1f3fd}")).toBe("🕵🏽‍♀️");
    expect(inTone("🧑‍🤝‍🧑", "\u{1f3fd}")).toBe("🧑🏽‍🤝‍🧑🏽");
  });
});

describe("preferences", () => {
  it("remember the last ones, each once, and the tone", () => {
    localStorage.clear();
    expect(loadPreferences(1)).toEqual({ recent: [], tone: "" });
    let preferences = loadPreferences(1);
    for (const emoji of ["🎉", "👍", "🎉"]) preferences = withRecent(preferences, emoji);
    savePreferences(1, { ...preferences, tone: "\u{1f3fd}" });
    expect(loadPreferences(1)).toEqual({ recent: ["🎉", "👍"], tone: "\u{1f3fd}" });
  });

  it.each(["", "null", "[]", "{", '{"recent":"x","tone":7}', '{"recent":[1,null],"tone":"x"}'])("make nothing of %j", (stored) => {
    localStorage.setItem("chatroom:emoji:1", stored);
    expect(loadPreferences(1)).toEqual({ recent: [], tone: "" });
  });
});

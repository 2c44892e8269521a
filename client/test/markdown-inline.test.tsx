import { beforeAll, describe, expect, it } from "vitest";
import { loadShortcodes } from "../src/state/emoji/emoji";
import { plainText } from "../src/views/markdown/markdown";
import { show } from "./show-markdown";

const CONTEXT = {
  mentions: [
    { id: 1, username: "Ada" },
    { id: 2, username: "ada.lovelace" },
    { id: 3, username: "__ben__" },
    { id: 4, username: "Zoë" },
    { id: 5, username: "grace-h" },
  ],
  everyone: false,
  me: 1,
};

const mentions = (source: string, context = CONTEXT): string[] =>
  [...show(source, context).querySelectorAll(".mention")].map((mention) => mention.textContent);

describe("mentions", () => {
  it.each([
    ["@ada, hello", ["@ada"]],
    ["@ADA and @Ada.", ["@ADA", "@Ada"]],
    ["@ada.lovelace @ada.", ["@ada.lovelace", "@ada"]],
    ["@ada.lovelace.", ["@ada.lovelace"]],
    ["@__ben__ and **@__ben__**", ["@__ben__", "@__ben__"]],
    ["@zoë @ZOË @zoe\u0308", ["@zoë", "@ZOË", "@zoe\u0308"]],
    ["(@ada) *@ada* “@ada”", ["@ada", "@ada", "@ada"]],
    ["|@ada|\n|-|", ["@ada"]],
    ["> @ada\n- @grace-h", ["@ada", "@grace-h"]],
    ["[@ada](https://example.com)", ["@ada"]],
  ])("%j", (source, expected) => {
    expect(mentions(source)).toEqual(expected);
  });

  it.each([
    "`@ada`",
    "```\n@ada\n```",
    "\\@ada",
    "@adam",
    "@ada2",
    "x@ada",
    "mail@ada.lovelace",
    "https://example.com/@ada",
    "https://example.com/?to=@ada",
    "@@ada",
    "@",
    "@nobody",
    "@room @here",
    "@constructor",
  ])("%j has none", (source) => {
    expect(mentions(source)).toEqual([]);
  });

  it("are marked where they are the reader's", () => {
    const marked = show("@ada @grace-h", CONTEXT).querySelectorAll("[data-me]");
    expect([...marked].map((mention) => mention.textContent)).toEqual(["@ada"]);
  });

  it("are of everybody where that was meant", () => {
    const everyone = { ...CONTEXT, everyone: true };
    expect(mentions("@room, @Here: @ada, but not @rooms", everyone)).toEqual(["@room", "@Here", "@ada"]);
    expect(show("@room", everyone).querySelector("[data-me]")).not.toBeNull();
  });

  it("need somebody to know of them", () => {
    expect(show("@ada").innerHTML).toBe('<p dir="auto">@ada</p>');
  });
});

describe("emoji", () => {
  beforeAll(async () => {
    await loadShortcodes();
  });

  it.each([
    [":tada:", "🎉"],
    ["*done* :tada::+1:!", "done 🎉👍!"],
    ["(:white_check_mark:)", "(✅)"],
    ["_:heart:_", "❤️"],
    [":tada: https://example.com", "🎉 https://example.com"],
    ["- [ ] :tada:", "🎉"],
    ["[:tada:](https://example.com)", "🎉"],
  ])("%s is %s", (source, text) => {
    expect(show(source).textContent).toBe(text);
  });

  it.each(["10:30:45", "10:100:5", "a:b:c", "a:tada:b", ":nobody:", "::", ":tada", ":Tada:", ":constructor:"])(
    "%s is what it is",
    (source) => {
      expect(show(source).textContent).toBe(source);
    },
  );

  it.each(["`:tada:`", "\\:tada:", "https://example.com/:tada:"])("%s has none", (source) => {
    expect(show(source).textContent).toContain(":tada:");
  });

  it("stand in quotes as well", () => {
    expect(plainText(":tada: **yes**")).toBe("🎉 yes");
  });
});

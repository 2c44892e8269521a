import { describe, expect, it } from "vitest";
import { withoutMarks } from "../src/state/search/without-marks";
import { randomOf } from "./random";

/** An excerpt as it is shown, with what was found in guillemets. */
const shown = (text: string, ...terms: string[]): string =>
  withoutMarks(text, terms)
    .map((piece) => (piece.found ? `«${piece.text}»` : piece.text))
    .join("");

describe("an excerpt reads as words", () => {
  it.each([
    ["**bold** and *slanted*, _this_ __too__, ~~gone~~", "bold and slanted, this too, gone"],
    ["***both***, and **a *b* c**", "both, and a b c"],
    ["`code`, ``more ` or less``", "code, more  or less"],
    ["```js\nlet a = b ** c;\n```\nThat is it.", "let a = b ** c;\nThat is it."],
    ["see [the page](https://example.org/a_b) and ![a picture](b.png)", "see the page and a picture"],
    ["[**bold**](https://example.org)", "bold"],
    ["<https://example.org>", "https://example.org"],
    ['[a page](https://example.org "Its title")', "a page"],
    ["> ```\n> a * b\n> ```\nso", "> a * b\nso"],
    ["> said\n> > before", "said\nbefore"],
    ["- one\n* two\n+ three\n  - four\n1. five", "one\ntwo\nthree\nfour\n1. five"],
    ["- [ ] to do\n- [x] done", "to do\ndone"],
    ["# A heading\n## Another", "A heading\nAnother"],
    ["above\n---\nbelow", "above\nbelow"],
    ["| a | b |\n|---|:-:|\n| 1 | 2 |", "a | b\n1 | 2"],
    [String.raw`\*not slanted\*`, "*not slanted*"],
  ])("%j", (text, words) => {
    expect(shown(text)).toBe(words);
  });
});

describe("what is no mark stays", () => {
  it.each([
    "2 * 3, 5*3, a ** b, *.py, rm -rf *",
    "snake_case, a __b, 3 > 2, C# and F#, -5 and +1, #general",
    "https://example.org/_a_/b_c, ~5 minutes, @ada_, :white_check_mark:",
    "an array[0](call it), [brackets], (round)",
    "--dry-run and -v, 10.0.0.1:8080, a-b-c",
    "<script>alert(1)</script> &amp; <b>",
    "a | b || c",
  ])("%j", (text) => {
    expect(shown(text)).toBe(text);
  });

  it.each([
    ["`a_b`, `*args`, `__init__`", "a_b, *args, __init__"],
    ["```\n- one\n# two\n```", "- one\n# two\n"],
  ])("in code: %j", (text, words) => {
    expect(shown(text)).toBe(words);
  });
});

describe("half of a mark, where the excerpt was cut,", () => {
  it.each([
    ["…is bold** and `code", "…is bold and code"],
    ["…the page](https://example.org) and [the next](https://exam", "…the page and the next"],
    ["…let a = 1;\n```\nThat is it.", "…let a = 1;\nThat is it."],
    ["…`` and ```", "… and "],
    ["Look:\n```js\nlet a = b ** c; // …", "Look:\nlet a = b ** c; // …"],
    ["…1;\n```\nand **so** on", "…1;\nand so on"],
  ])("is taken off: %j", (text, words) => {
    expect(shown(text)).toBe(words);
  });
});

describe("what was looked for is shown as found", () => {
  it.each([
    ["the **deploy** is *done*", "deploy", "the «deploy» is done"],
    ["[page](https://example.org/deploy)", "example.org", "page (https://«example.org»/deploy)"],
    ["[example.org](https://example.com)", "example.org", "«example.org»"],
    ["**https://example.org/a_b_c**", "https://example.org/a_b_c", "«https://example.org/a_b_c»"],
    ["**10.0.0.1**", "10.0.0.1", "«10.0.0.1»"],
    ["- `--dry-run`", "--dry-run", "«--dry-run»"],
    ["def __init__(self)", "__init__", "def «__init__»(self)"],
    ["it is **bold**", "**bold**", "it is «**bold**»"],
    ["```python\nprint()\n```", "python", "«python»\nprint()\n"],
    ["**Straße** und so", "strasse", "«Straße» und so"],
  ])("%j: %j", (text, term, words) => {
    expect(shown(text, term)).toBe(words);
  });
});

it("leaves out nothing but marks, whatever there is", () => {
  const all = ["*", "_", "**", "~~", "`", "```", "\n```js\n", "[", "](", ")", "> ", "- ", "# ", "\n", "|", "\n|-|\n", "\\", "<", "https://a.b/", "@a", "word", " ", "…"];
  const random = randomOf(7);
  for (let time = 0; time < 500; time++) {
    const text = Array.from({ length: 40 }, () => all[Math.floor(random() * all.length)] ?? "").join("");
    const count = (words: string): number => words.split("word").length;
    const pieces = withoutMarks(text, ["word"]);
    expect(pieces.filter(({ found }) => found).map((piece) => piece.text).join("")).toBe("word".repeat(count(text) - 1));
  }
});

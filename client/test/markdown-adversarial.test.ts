import type { ComponentChild, VNode } from "preact";
import { beforeAll, describe, expect, it } from "vitest";
import { loadShortcodes } from "../src/state/emoji/emoji";
import { renderMarkdown } from "../src/views/markdown/markdown";
import { STEPS_MAX } from "../src/views/markdown/markdown-budget";
import { randomOf } from "./random";

const SIZE = 64 * 1024;
/** What a step can make, at most: the frame of a table, and its first cell. */
const ELEMENTS_OF_A_STEP = 1.5;
/** Of a block of code: its frame, two around the code, and a button with what it says. */
const ELEMENTS_OF_CODE = 6;
const DEPTH_MAX = 25;
const THE_END = "\n\n\nThis is the end.";

const fill = (piece: string): string => piece.repeat(Math.ceil(SIZE / piece.length)).slice(0, SIZE);

function backticksOfEveryLength(): string {
  const runs: string[] = [];
  for (let size = 0, length = 1; size < SIZE; length++) {
    runs.push(`${"`".repeat(length)}x`);
    size += length + 1;
  }
  return runs.join("");
}

/** A table of so many columns, filled up with a row again and again. */
function table(columns: number, row: string): string {
  return `${"|a".repeat(columns)}\n${"|-".repeat(columns)}\n${fill(row)}`.slice(0, SIZE);
}

/** What has a meaning, in no order: a long run of few pieces, as a person would not write it. */
function nonsense(seed: number): string {
  const random = randomOf(seed);
  const all = ["*", "_", "**", "~~", "`", "``", "[", "](", ")", "[x] ", "> ", "- ", "1. ", "\n", "|", "\n|-|\n", "# ", ":a:", "@a", "http://a", "<", "\\", " ", "a"];
  const pieces = Array.from({ length: 2 + Math.floor(random() * 4) }, () => all[Math.floor(random() * all.length)] ?? "");
  let text = "";
  while (text.length < SIZE) text += pieces[Math.floor(random() * pieces.length)] ?? "";
  return text.slice(0, SIZE);
}

const MADE_TO_BE_SLOW: Record<string, string> = {
  "quotes within quotes": fill(">"),
  "quotes within quotes, with spaces": fill("> "),
  "lists within lists": fill("- "),
  "numbers within numbers": fill("1. "),
  "lists, a step deeper each line": Array.from({ length: 350 }, (_, depth) => `${" ".repeat(depth)}- x`)
    .join("\n")
    .slice(0, SIZE),
  "stars": fill("*"),
  "stars that open": fill("*a "),
  "stars that close": fill("a* "),
  "stars and underscores": fill("*_"),
  "strong that never ends": fill("**a"),
  "strikes": fill("~~a"),
  "brackets that open": fill("["),
  "brackets that close": fill("]"),
  "links that never end": fill("[a]("),
  "links within links": fill("[a](b "),
  "addresses with open brackets": `[a](${fill("(")}`,
  "backslashes": fill("\\"),
  "backticks": fill("`"),
  "backticks of every length": backticksOfEveryLength(),
  "angles": fill("<"),
  "automatic links that never end": fill("<http://a"),
  "addresses": fill("http://a.b "),
  "one long address": `http://${fill("a")}`,
  "addresses without an end": fill("http://"),
  "names and passwords": fill("http://a@"),
  "addresses of mail": fill("a@b.c "),
  "fences": fill("```\n"),
  "lines": fill("a\n"),
  "empty lines": fill("\n"),
  "spaces": fill(" "),
  "spaces at the ends of lines": fill("  \n"),
  "tabs": fill("\t"),
  "ends of links": fill("](),"),
  "pictures": fill("!["),
  "tags": fill("<a"),
  "lines of lists": fill("* a\n"),
  "emphasis, crossed": fill("*a_ "),
  "emphasis that ends too often": fill("_a__"),
  "pairs of backticks": fill("``a"),
  "brackets": fill("(("),
  "addresses of the web": fill("www."),
  "names and ports": fill("https://a:b"),
  "lines of spaces": fill(" \n    a  "),
  "table": fill("|a"),
  "table of one wide row": `${"|a".repeat(SIZE / 4)}\n${"|-".repeat(SIZE / 4 - 1)}`,
  "tables that miss a column": fill("|a|b\n|-|\n"),
  "table with rows far too short": table(6_000, "|\n"),
  "table with rows of bars": table(10, `${"|".repeat(1_000)}\n`),
  "table with escaped bars": table(2, "\\|"),
  "tables, each of a line": fill("a|\n-|\n\n"),
  "headers of tables": fill("|-\n"),
  "delimiters of tables": fill(":-:|"),
  "delimiters of tables, with spaces": `a|b\n|${fill(" ")}x`,
  "tables within quotes": fill("> |a|\n> |-|\n"),
  "marks within cells": table(2, "|*a_ **b [c](|`d\n"),
  "headings": fill("# a\n"),
  "headings without an end": `# ${fill(" ")}`,
  "marks of headings": fill("#"),
  "rules": fill("---\n"),
  "rules that are none": fill("- - -"),
  "tasks": fill("- [ ] a\n"),
  "boxes": fill("[ ] "),
  "shortcodes": fill(":tada:"),
  "shortcodes of nothing": fill(":a"),
  "colons": fill(":"),
  "shortcodes without an end": fill(`:${"a".repeat(49)} `),
  "one long shortcode": `:${fill("a")}`,
  "mentions": fill("@ada "),
  "mentions of everybody": fill("@here@room "),
  "mentions of nobody": fill("@a"),
  "at signs": fill("@"),
  "one long mention": `@${fill("a.")}`,
  "mentions of almost somebody": fill(`@${"a".repeat(40)} `),
  "emphasis that might be": fill("*a**b_c__d"),
  "emphasis within emphasis": fill("**a *b ") + fill("* **"),
  "marks of four kinds": fill("*_~~`"),
  "brackets, backticks, stars": fill("[`*]("),
  "links in brackets": fill("[[a](b)]"),
  "addresses in brackets": fill("[http://a](http://b)"),
  "addresses with brackets": fill("http://a/(("),
  "addresses with stars": fill("http://a*"),
  "addresses, one after the other": fill("http://a.b/http://"),
  "one long path": `https://a.b/${fill("a/")}`,
  "one long path of dots": `https://a.b/${fill("a.,")}`,
  "fences within quotes": fill("> ```\n"),
  "fences in colours": fill("```js\na\n```\n"),
  "fences of every length": Array.from({ length: 350 }, (_, length) => `${"`".repeat(length + 3)}\n`).join(""),
  "quotes and lists within each other": fill("> - > 1. "),
  "quotes, a step deeper each line": Array.from({ length: 350 }, (_, depth) => `${">".repeat(depth)} a\n`).join(""),
  "quotes that go on lazily": `${">".repeat(200)}a\n${fill("b\n")}`,
  "lists that go on lazily": `${"- ".repeat(200)}a\n${fill("b\n")}`,
  "lists with empty lines": fill("- a\n\n"),
  "numbers of lists": fill("123456789. a\n"),
  "references": fill("[a]: b\n"),
  "entities": fill("&amp;"),
  "marks of direction": fill("\u202e"),
  "stars in a word": `a${fill("*")}`,
  "items with nothing in them": fill("-\n"),
  "numbers with nothing behind them": fill("1.\n"),
  "quotes with nothing in them": fill(">\n"),
  "lists, one after the other": fill("- a\n+ b\n"),
  "items with paragraphs": fill("- a\n\n  b\n\n"),
  "paragraphs": fill("a\n\n"),
  "links": fill("[a](http://b) "),
  "links of mail": fill("<a@b.c> "),
  "addresses of machines": fill("http://1.2.3.4:80/x?y#z "),
  "addresses without a scheme": fill("//a.b "),
  "code": fill("`a` "),
  "code within cells": table(10, `${"|`a`".repeat(10)}\n`),
  "hard breaks": fill("a\\\n"),
  "mentions of almost somebody, to be normalised": fill(`@${"\ufdfa".repeat(20)} `),
  "accents": `a${fill("\u0301")}`,
  "right to left": fill("\u05d0\n\n"),
  "halves of characters": fill("\ud83d"),
};

const CONTEXT = {
  mentions: [
    { id: 1, username: "ada" },
    ...Array.from({ length: 50 }, (_, index) => ({ id: index + 2, username: "a".repeat(32 - (index % 30)) + String(index) })),
  ],
  everyone: true,
  me: 1,
};

beforeAll(async () => {
  await loadShortcodes();
});

interface Shown {
  elements: number;
  depth: number;
  text: string;
}

/** What a message is shown as, counted without a document. */
function shown(node: ComponentChild, depth = 0): Shown {
  if (typeof node === "string") return { elements: 0, depth, text: node };
  if (!Array.isArray(node) && typeof (node as VNode | null)?.type === "function") {
    return { elements: ELEMENTS_OF_CODE, depth: depth + 3, text: (node as VNode<{ code: string }>).props.code };
  }
  const vnode = Array.isArray(node) ? null : (node as VNode);
  const inner = (vnode ? vnode.props.children : node) as ComponentChild | ComponentChild[];
  const parts = [inner ?? []].flat().map((child) => shown(child, depth + (vnode ? 1 : 0)));
  return {
    elements: parts.reduce((sum, { elements }) => sum + elements, vnode ? 1 : 0),
    depth: parts.reduce((most, part) => Math.max(most, part.depth), depth),
    text: parts.map(({ text }) => text).join(""),
  };
}

function expectBounded(source: string): void {
  const { elements, depth, text } = shown(renderMarkdown(source + THE_END, CONTEXT));
  expect(elements).toBeLessThanOrEqual(ELEMENTS_OF_A_STEP * STEPS_MAX);
  expect(depth).toBeLessThanOrEqual(DEPTH_MAX);
  expect(text.endsWith(THE_END.trim())).toBe(true);
}

describe("64 KB that are made to be slow", () => {
  it.each(Object.entries(MADE_TO_BE_SLOW))("become no more than so many elements, and are read to the end: %s", (_name, source) => {
    expectBounded(source);
  });

  it.each(Array.from({ length: 40 }, (_, seed) => seed))("become no more than so many elements, at random: seed %i", (seed) => {
    expectBounded(nonsense(seed));
  });
});

import { describe, expect, it } from "vitest";
import { renderMarkdown } from "../src/views/markdown";

const SIZE = 64 * 1024;
const TIMES_ORDINARY = 6;
const TRIES = 5;

const fill = (piece: string): string => piece.repeat(Math.ceil(SIZE / piece.length)).slice(0, SIZE);

function backticksOfEveryLength(): string {
  const runs: string[] = [];
  for (let size = 0, length = 1; size < SIZE; length++) {
    runs.push(`${"`".repeat(length)}x`);
    size += length + 1;
  }
  return runs.join("");
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
  "table": fill("|a"),
  "references": fill("[a]: b\n"),
  "entities": fill("&amp;"),
  "marks of direction": fill("\u202e"),
};

const PROSE = fill("Some *ordinary* words, a **few** of them marked, `code` and https://example.org in between.\n\n");

function milliseconds(source: string): number {
  const began = performance.now();
  renderMarkdown(source);
  return performance.now() - began;
}

describe("64 KB that are made to be slow", () => {
  // 50 ms on the machine of the benchmark. Machines differ, so it is told in terms of ordinary text.
  it.each(Object.entries(MADE_TO_BE_SLOW))("take no more than some ordinary text: %s", (_name, source) => {
    let least = Infinity;
    let ordinary = Infinity;
    // What the text costs is in every try, what the machine does meanwhile is not.
    for (let attempt = 0; attempt < TRIES; attempt++) {
      ordinary = Math.min(ordinary, milliseconds(PROSE));
      least = Math.min(least, milliseconds(source));
    }

    expect(least).toBeLessThan(TIMES_ORDINARY * ordinary);
  });
});

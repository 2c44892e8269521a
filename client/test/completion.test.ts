import { describe, expect, it } from "vitest";
import { insertionOf, isWritten, wordAt, type Word } from "../src/state/completions/completion";
import { randomOf } from "./random";

/** What is completed at the bar in a text. */
function at(marked: string, commands = true): string | null {
  const caret = marked.indexOf("|");
  const word = wordAt(marked.replace("|", ""), caret, commands);
  return word && `${word.kind} ${word.query}`.trim();
}

describe("a word that may be completed", () => {
  it.each([
    ["@|", "member"],
    ["@be|", "member be"],
    ["hello @be|", "member be"],
    ["hello (@be|", "member be"],
    ["hello @be| and more", "member be"],
    ["one\n@Zoë.b-c|", "member Zoë.b-c"],
    [":ta|", "emoji ta"],
    ["well :+1|", "emoji +1"],
    ["#|", "room"],
    ["see #des|", "room des"],
    ["/|", "command"],
    ["/to|", "command to"],
    ["/invite |", "person"],
    ["/invite @b|", "person b"],
    ["/msg b|", "person b"],
    ["/join #reading gr|", "joinable reading gr"],
    ["/topic ask @be|", "member be"],
  ])("is there in %j", (text, word) => expect(at(text)).toBe(word));

  it.each([
    "|",
    "hello|",
    "ada@example|",
    "@be|n",
    "@be |",
    "|@be",
    "10:30|",
    ":|",
    ":D|",
    ":-)|",
    "https://example.org/#top|",
    "C#|",
    "## |",
    "# |",
    "a/b|",
    " /to|",
    "//to|",
    "/msg @ben and |",
    "`@be|",
    "some `code` and `@be|",
    "```\n@be|",
    "\\@be|",
  ])("is not there in %j", (text) => expect(at(text)).toBeNull());

  it("is there again behind code", () => {
    expect(at("`code` @be|")).toBe("member be");
    expect(at("```\ncode\n```\n@be|")).toBe("member be");
  });

  it("is no command while an old message is changed", () => {
    expect(at("/to|", false)).toBeNull();
    expect(at("/invite @b|", false)).toBe("member b");
  });
});

const PIECES = ["@", ":", "/", "#", " ", "\n", "`", "```", "\\", "a", "é", "ben", "🎉", "\ud83c", "msg", "join", "-", "."];

describe("in any text", () => {
  it("a word ends at the caret, begins with its mark, and replacing it leaves the rest alone", () => {
    const random = randomOf(20261122);
    for (let round = 0; round < 20_000; round++) {
      const text = Array.from({ length: Math.floor(random() * 12) }, () => PIECES[Math.floor(random() * PIECES.length)] ?? "").join("");
      const caret = Math.floor(random() * (text.length + 1));
      const word = wordAt(text, caret, true);
      if (!word) continue;
      expect(word.end).toBe(caret);
      expect(word.start).toBeGreaterThanOrEqual(0);
      expect(text.slice(word.start, word.end).endsWith(word.query)).toBe(true);
      expect(text.slice(0, word.start)).not.toMatch(/[\p{L}\p{N}]$/u);
      const option = { key: "1", text: "@somebody", label: "somebody" };
      const completed = text.slice(0, word.start) + insertionOf(text, word, option) + text.slice(word.end);
      expect(completed.startsWith(text.slice(0, word.start))).toBe(true);
      expect(completed.slice(word.start)).toMatch(/^@somebody\s/);
      expect(completed.endsWith(text.slice(word.end))).toBe(true);
    }
  });

  it("a long one takes no longer", () => {
    const text = `${"@a ".repeat(50_000)}@be`;
    expect(wordAt(text, text.length, true)).toEqual({ kind: "member", query: "be", start: text.length - 3, end: text.length });
    expect(wordAt("@".repeat(100_000), 100_000, true)).toBeNull();
    expect(wordAt("a".repeat(100_000), 100_000, true)).toBeNull();
  });
});

describe("an option", () => {
  const word: Word = { kind: "member", query: "BEN", start: 0, end: 4 };
  const ben = { key: "2", text: "@ben", label: "ben" };

  it("is written already where it differs in case alone", () => {
    expect(isWritten("@BEN", word, ben)).toBe(true);
    expect(isWritten("@BEN", word, { ...ben, text: "@benny" })).toBe(false);
  });

  it("brings a space, unless there is one", () => {
    expect(insertionOf("@BEN", word, ben)).toBe("@ben ");
    expect(insertionOf("@BEN, hello", word, ben)).toBe("@ben ");
    expect(insertionOf("@BEN hello", word, ben)).toBe("@ben");
  });
});

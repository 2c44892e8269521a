import { describe, expect, it } from "vitest";
import { KINDS } from "../src/state/code/code-tokens";
import { highlightNow, registered } from "../src/state/code/grammars";
import { highlight } from "../src/state/code/highlight";
import { grammarOf, grammars } from "../src/state/code/languages";
import { randomOf } from "./random";

const kindsOf = (code: string, grammar: string) =>
  highlightNow(code, grammar).flatMap(([text, kind]) => (kind === null ? [] : [`${kind} ${text}`]));

describe("languages", () => {
  it("are those that there are grammars for", () => {
    expect([...grammars].toSorted()).toEqual(registered().toSorted());
  });

  it.each([
    ["js", "javascript"],
    ["JavaScript", "javascript"],
    ["python title=x", "python"],
    [" ts {1,3}", "typescript"],
    ["c++", "cpp"],
    ["sh", "bash"],
    ["html", "xml"],
    ["", null],
    ["constructor", null],
    ["nonsense", null],
  ])("are known by their names: %j is %s", (info, grammar) => {
    expect(grammarOf(info)).toBe(grammar);
  });
});

describe("colouring", () => {
  it("tells the kinds of words apart", () => {
    expect(kindsOf('return "a" + 1; // done', "javascript")).toEqual(["keyword return", 'string "a"', "number 1", "comment // done"]);
    expect(kindsOf("- old\n+ new", "diff")).toEqual(["deletion - old", "addition + new"]);
  });

  it("shows code within a string as code", () => {
    expect(kindsOf("`a${1 + b}c`", "javascript")).toEqual(["string `a", "number 1", "string c`"]);
  });

  const SAMPLE = [
    "<", ">", "/*", "*/", "//", "#", "\"", "'", "`", "${", "}", "{", "(", ")", "[", "]", "\n", " ", "\t", "=", "=>", ":", ";", "\\", "/", "@", "$x",
    "function f", "class A", "if", "return", "def", "let", "0x1f", "1.5e3", "<script>", "</script>", "<?php", "?>", "---", "- ", "SELECT", "null", "é", "😀",
  ];

  it.each([...grammars])("leaves %s as it was written, whatever it is", (grammar) => {
    const random = randomOf(grammar.length);
    for (let time = 0; time < 30; time++) {
      const code = Array.from({ length: 60 }, () => SAMPLE[Math.floor(random() * SAMPLE.length)] ?? "").join("");
      const pieces = highlightNow(code, grammar);
      expect(pieces.map(([text]) => text).join("")).toBe(code);
      for (const [, kind] of pieces) expect([null, ...KINDS]).toContain(kind);
    }
  });

  it("is not tried with code that is too long, nor without workers", async () => {
    expect(await highlight({ code: "x".repeat(20_001), language: "javascript" })).toBeNull();
    expect(await highlight({ code: "x", language: "javascript" })).toBeNull();
  });
});

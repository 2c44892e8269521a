import { describe, expect, it } from "vitest";
import { plainText } from "../src/views/markdown/markdown";
import { expectInert, show } from "./show-markdown";

const ORDINARY_MAX = 10_000;
const fill = (piece: string): string => piece.repeat(Math.floor(ORDINARY_MAX / piece.length));

describe("what is more than a message may cost", () => {
  it("is shown as it was written, in one piece, behind a list", () => {
    const root = show(`${"- *a*\n".repeat(3_000)}\n# b`);
    expect(root.children).toHaveLength(2);
    expect(root.lastElementChild?.localName).toBe("p");
    expect(root.lastElementChild?.childNodes).toHaveLength(1);
    expect(root.lastElementChild?.textContent).toMatch(/^(- \*a\*\n){100,}\n# b$/);
  });

  it("is shown as it was written, in one piece, within a paragraph", () => {
    const root = show("*a* ".repeat(4_000));
    expect(root.querySelectorAll("em").length).toBeGreaterThan(500);
    expect(root.firstElementChild?.lastChild?.textContent).toMatch(/(\*a\* ?){100,}$/);
  });

  it("keeps its indentation", () => {
    const root = show(`${"# a\n".repeat(3_000)}  b\n    c`);
    expect(root.lastElementChild?.textContent).toMatch(/# a\n {2}b\n {4}c$/);
  });

  it("loses nothing of a table with more columns than there may be", () => {
    const source = `${"|a".repeat(8_000)}\n${"|-".repeat(8_000)}\n|b|`;
    expect(show(source).textContent.replaceAll("\n", "")).toBe(source.replaceAll("\n", ""));
  });

  it("is nothing but text", () => {
    expectInert(show(`${"- a\n".repeat(3_000)}<script>alert(1)</script>\n[a](javascript:alert(1))`));
  });

  it("is quoted, too", () => {
    expect(plainText(`${"- a\n".repeat(3_000)}b`)).toMatch(/- a\nb$/);
  });
});

describe("what is nested too deep", () => {
  it("is shown as it was written, and what comes behind it as ever", () => {
    const root = show(`${"> ".repeat(30)}deep\n\n*behind*`);
    expect(root.querySelectorAll("blockquote")).toHaveLength(15);
    expect(root.querySelector("blockquote")?.textContent).toBe(`${"> ".repeat(15)}deep`);
    expect(root.querySelector("em")?.textContent).toBe("behind");
  });

  it("ends with the item that it is in", () => {
    const items = Array.from({ length: 12 }, (_, depth) => `${"  ".repeat(depth)}- item ${depth}`).join("\n");
    const root = show(`${items}\n- next\n\nbehind`);
    expect(root.firstElementChild?.children).toHaveLength(2);
    expect(root.textContent).toContain("- item 11");
    expect(root.lastElementChild?.textContent).toBe("behind");
  });

  it("is not emphasised any further, and a link in it is a link", () => {
    const root = show(`${"*a **b ".repeat(20)}[c](https://example.com)${"***".repeat(20)}`);
    expect(root.textContent).toContain("a b ".repeat(10));
    expect(root.querySelector("a")?.textContent).toBe("c");
    expect(root.querySelectorAll("em em em em em em")).toHaveLength(0);
  });
});

describe("an ordinary message, as long as one may be,", () => {
  it.each([
    ["prose", "Some *ordinary* words, a **few** of them marked, `code` and https://example.org in between.\n\n", "strong"],
    ["a list", "- an item, and *why*\n", "em"],
    ["a table", "| name | `value` | what it is |\n", "code"],
    ["links", "- [a page](https://example.org/page)\n", "a"],
    ["quotes", "> He said *so*, they say.\n\n", "em"],
    ["pieces of code", "Then `this`:\n```\nmake all && make install\n```\n", "p code"],
  ])("is shown with all its marks: %s", (kind, piece, mark) => {
    const root = show((kind === "a table" ? "|a|b|c|\n|-|-|-|\n" : "") + fill(piece));
    expect(root.querySelectorAll(mark)).toHaveLength(Math.floor(ORDINARY_MAX / piece.length));
  });
});

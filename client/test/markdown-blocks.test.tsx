import { describe, expect, it } from "vitest";
import { show } from "./show-markdown";

const cells = (root: HTMLElement): string[][] =>
  [...root.querySelectorAll("tr")].map((row) => [...row.children].map((cell) => cell.innerHTML));

describe("tables", () => {
  it.each([
    ["| a | b |\n|---|---|\n| 1 | 2 |", [["a", "b"], ["1", "2"]]],
    ["a | b\n-|-\n1 | 2", [["a", "b"], ["1", "2"]]],
    ["|a|\n|-|\n|1|", [["a"], ["1"]]],
    ["|a|b|\n|-|-|", [["a", "b"]]],
    ["|a|b|\n|-|-|\n|*x*|`y`|", [["a", "b"], ["<em>x</em>", "<code>y</code>"]]],
    ["|a|b|\n|-|-|\n|x \\| y|`p \\| q`|", [["a", "b"], ["x | y", "<code>p | q</code>"]]],
    ["|a|b|\n|-|-|\n||x|", [["a", "b"], ["", "x"]]],
  ])("%j", (source, expected) => {
    const root = show(source);
    expect(cells(root)).toEqual(expected);
    expect(root.querySelector(".table-scroll > table > thead th")).not.toBeNull();
  });

  it.each(["a | b", "|a|b|\n|-|", "|a|b|\n|-|x|", "|a|b|\n\n|-|-|", "a\n-|-", "|a|b|\n|--"])("%j is none", (source) => {
    expect(show(source).querySelector("table")).toBeNull();
  });

  it("keep every cell that was written, and make up none", () => {
    expect(cells(show("|a|b|\n|-|-|\n|1|\n|1|2|3|"))).toEqual([["a", "b"], ["1"], ["1", "2", "3"]]);
  });

  it("begin within a paragraph, and end at the first line without a bar", () => {
    const root = show("See:\n|a|b|\n|-|-|\n|1|2|\nThat is it.");
    expect([...root.children].map(({ localName }) => localName)).toEqual(["p", "div", "p"]);
    expect(root.lastElementChild?.textContent).toBe("That is it.");
  });

  it("end where a message has had enough of them, and what is over stays text", () => {
    const root = show(`|a|b|\n|-|-|\n${"|1|2|\n".repeat(2_000)}\n|c|\n|-|`);
    expect(cells(root).length).toBeGreaterThan(1_000);
    expect(root.querySelectorAll("table")).toHaveLength(1);
    expect(root.lastElementChild?.textContent).toMatch(/^(\|1\|2\|\n){100,}\n\|c\|\n\|-\|$/);
  });

  it("align their columns", () => {
    const root = show("|a|b|c|d|\n|:-|:-:|-:|-|\n|1|2|3|4|");
    for (const row of root.querySelectorAll("tr")) {
      expect([...row.children].map((cell) => cell.getAttribute("data-align"))).toEqual([null, "center", "end", null]);
    }
  });

  it("stand in lists and quotes", () => {
    expect(cells(show("> |a|b|\n> |-|-|\n> |1|2|\n|3|4|"))).toHaveLength(2);
    expect(cells(show("- |a|b|\n  |-|-|\n  |1|2|\n\n|3|4|"))).toHaveLength(2);
  });
});

describe("tasks", () => {
  it("are items that begin with a box", () => {
    const boxes = show("- [ ] one\n- [x] **two**\n1. [X] three").querySelectorAll("li > .task");
    expect([...boxes].map((box) => box.getAttribute("aria-label"))).toEqual(["To do:", "Done:", "Done:"]);
    expect([...boxes].map((box) => box.parentElement?.textContent)).toEqual(["one", "two", "three"]);
  });

  it.each(["[ ] no item", "- [ ]", "- [y] x", "- x [ ] y", "- [x]y", "- **[x]** y", "- [x](https://example.com) y"])("%j is none", (source) => {
    expect(show(source).querySelector(".task")).toBeNull();
  });
});

describe("code", () => {
  it("stands in a block as it was written, with a button that copies it", () => {
    const root = show("```js\nlet x = `<b>`;\n\n  y\n```");
    expect(root.querySelector("pre > code")?.textContent).toBe("let x = `<b>`;\n\n  y");
    expect(root.querySelector("button")?.textContent).toBe("Copy code");
  });

  it("has no button where there is nothing to copy", () => {
    expect(show("```\n```").querySelector("button")).toBeNull();
  });
});

import { beforeAll, describe, expect, it } from "vitest";
import { loadShortcodes } from "../src/state/emoji/emoji";
import { plainText } from "../src/views/markdown/markdown";
import { randomOf } from "./random";
import { expectInert, show } from "./show-markdown";

const PIECES = [
  "a", "B c", "1.", "0", " ", "  ", "    ", "\t", "\n", "\n\n", "*", "**", "_", "__", "~~", "`", "``", "```", "```js\n", "\n```\n", "~~~",
  "> ", "- ", "+ ", "1. ", "[ ] ", "[x] ", "# ", "## ", "---", "***", "\n---\n", "===", "|", "|a|b|\n|-|:-:|\n", "|-|", ":-:", "\\", "\\|",
  "[", "](", ")", "](https://example.com)", "](javascript:alert(1))", "[a]: b", "![", "<", ">", "<a href='x'>", "<script>", "</p>", "<!--", "-->",
  "<https://a.b>", "<javascript:alert(1)>", "https://example.com/", "http://", "https://a:b@c.d/", "mailto:a@b.c", "javascript:", "data:text/html,",
  "&lt;", "&#60;", "&", "\"", "'", "onerror=", "style=", "{{", "@ada", "@room", "@", ":tada:", ":", "::", "\u202e", "\u200d", "\ufe0f", "\ud83d", "😀", "\0", "\u2028",
];

const CONTEXT = { mentions: [{ id: 1, username: "ada" }], everyone: true, me: 1 };

function text(random: () => number): string {
  const length = 1 + Math.floor(random() * 40);
  return Array.from({ length }, () => PIECES[Math.floor(random() * PIECES.length)] ?? "").join("");
}

describe("random text", () => {
  beforeAll(async () => {
    await loadShortcodes();
  });

  // A seed for each, so that one that fails can be looked at alone.
  it.each(Array.from({ length: 20 }, (_, seed) => seed))("is inert, and can be quoted: seed %i", (seed) => {
    const random = randomOf(seed);
    for (let time = 0; time < 60; time++) {
      const source = text(random);
      expectInert(show(source, CONTEXT));
      expect(typeof plainText(source)).toBe("string");
    }
  });

  it("loses no words", () => {
    const random = randomOf(99);
    for (let time = 0; time < 200; time++) {
      const words = Array.from({ length: 8 }, (_, index) => `word${index}`);
      const source = words.map((word) => `${text(random).replace(/[`[\]()<>|:~]|https?|mailto/g, "")} ${word}`).join(" ");
      const shown = show(source).textContent;
      for (const word of words) expect(shown, JSON.stringify(source)).toContain(word);
    }
  });
});

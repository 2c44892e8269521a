import type { MarkdownIt } from "markdown-it";

/** Makes a parser keep what Markdown drops and people see while they write: indentation, and runs of spaces. */
export function keepWhitespace(parser: MarkdownIt): void {
  parser.inline.ruler.at("newline", (state, silent) => {
    if (state.src[state.pos] !== "\n") return false;
    if (!silent) state.push("softbreak", "br", 0);
    state.pos++;
    return true;
  });
  // A paragraph is trimmed: its first line gets its indentation back. Within lists and quotes it is theirs.
  parser.core.ruler.after("block", "indentation", ({ src, tokens }) => {
    const lines = src.split("\n");
    tokens.forEach((token, index) => {
      const inline = tokens[index + 1];
      if (token.type !== "paragraph_open" || token.level > 0 || !token.map || !inline) return;
      const [indentation = ""] = /^[ \t]*/.exec(lines[token.map[0]] ?? "") ?? [];
      inline.content = indentation + inline.content;
    });
  });
}

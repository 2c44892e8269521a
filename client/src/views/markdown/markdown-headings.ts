import type { MarkdownIt } from "markdown-it";

/**
 * A heading is a bold line: of real ones, sizes and all, a conversation would have too many, and the page's own
 * are what screen readers go by. A "#" with nothing behind it is a "#".
 */
export function addHeadings(parser: MarkdownIt): void {
  parser.block.ruler.at(
    "heading",
    (state, line, _end, silent) => {
      if ((state.sCount[line] ?? 0) - state.blkIndent >= 4) return false;
      const begin = (state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0);
      if (state.src[begin] !== "#") return false;
      const [mark, text] = /^#{1,6}[ \t]+(\S.*)$/.exec(state.src.slice(begin, state.eMarks[line])) ?? [];
      if (mark === undefined || text === undefined) return false;
      if (silent) return true;
      state.line = line + 1;
      state.push("heading_open", "p", 1).map = [line, state.line];
      const inline = state.push("inline", "", 0);
      inline.content = text.trimEnd();
      inline.children = [];
      state.push("heading_close", "p", -1);
      return true;
    },
    { alt: ["paragraph", "reference", "blockquote"] },
  );
}

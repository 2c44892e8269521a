import type { MarkdownIt } from "markdown-it";

/** List items that begin with "[ ]" or "[x]" have a token `task` in its place. Nobody can tick them off. */
export function addTasks(parser: MarkdownIt): void {
  parser.core.ruler.after("inline", "tasks", ({ tokens, Token }) => {
    tokens.forEach((token, index) => {
      const [text] = token.children ?? [];
      const starts = tokens[index - 1]?.type === "paragraph_open" && tokens[index - 2]?.type === "list_item_open";
      const [mark, done] = (starts && text?.type === "text" && /^\[([ xX])\] (?=.)/.exec(token.content)) || [];
      if (!text || mark === undefined || !text.content.startsWith(mark)) return;
      text.content = text.content.slice(mark.length);
      const task = new Token("task", "", 0);
      task.meta = { done: done !== " " };
      token.children?.unshift(task);
    });
  });
}

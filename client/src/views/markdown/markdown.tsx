import type { Token } from "markdown-it";
import { h, type ComponentChild } from "preact";
import { emojiOf } from "../../state/emoji/emoji";
import { grammarOf } from "../../state/code/languages";
import { CodeBlock } from "./code-block";
import { environmentOf, type MarkdownContext } from "./markdown-inline";
import { isSafeLink, parser } from "./markdown-parser";

export type { MarkdownContext } from "./markdown-inline";
export { isSafeLink } from "./markdown-parser";

const TAGS = new Set(["p", "strong", "em", "s", "blockquote", "ul", "ol", "li", "thead", "tbody", "tr", "th", "td"]);

function attributesOf(token: Token): Record<string, string> {
  const attributes: Record<string, string> = {};
  // Each block runs as its first letter does; what is within follows it.
  if (token.block && token.level === 0) attributes["dir"] = "auto";
  const start = token.tag === "ol" ? token.attrGet("start") : null;
  if (start !== null) attributes["start"] = String(start);
  const align = token.tag === "th" || token.tag === "td" ? token.attrGet("align") : null;
  if (align !== null) attributes["data-align"] = String(align);
  return attributes;
}

function container(token: Token, children: ComponentChild[]): ComponentChild {
  if (token.tag === "a") {
    const href = String(token.attrGet("href") ?? "");
    if (!isSafeLink(href)) return children;
    return h("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }, children);
  }
  if (token.tag === "table") {
    // Reachable by keyboard, since wide ones scroll.
    const scrolls = { class: "table-scroll", tabIndex: 0, role: "region", "aria-label": "Table" };
    return h("div", { ...scrolls, ...attributesOf(token) }, h("table", null, children));
  }
  if (token.hidden || !TAGS.has(token.tag)) return children;
  if (token.type === "heading_open") return h("p", attributesOf(token), h("strong", null, children));
  return h(token.tag, attributesOf(token), children);
}

function leaf(token: Token): ComponentChild {
  switch (token.type) {
    case "inline":
      return nodes(token.children ?? []);
    case "softbreak":
    case "hardbreak":
      return h("br", null);
    case "hr":
      return h("hr", null);
    case "code_inline":
      return h("code", null, token.content);
    case "fence":
      return h(CodeBlock, { code: token.content.replace(/\n$/, ""), language: grammarOf(token.info) });
    case "mention":
      return h("span", { class: "mention", "data-me": (token.meta as { me: boolean }).me ? "" : undefined }, token.content);
    case "task": {
      const { done } = token.meta as { done: boolean };
      return h("span", { class: "task", role: "img", "aria-label": done ? "Done:" : "To do:", "data-done": done ? "" : undefined });
    }
    default:
      return token.content;
  }
}

/** A flat list of tokens, with opening and closing ones, as a tree of nodes. */
function nodes(tokens: readonly Token[]): ComponentChild[] {
  const root: ComponentChild[] = [];
  const open: { token: Token; children: ComponentChild[] }[] = [];
  for (const token of tokens) {
    const children = open.at(-1)?.children ?? root;
    if (token.nesting === 1) open.push({ token, children: [] });
    else if (token.nesting === 0) children.push(leaf(token));
    else {
      const closed = open.pop();
      if (closed) (open.at(-1)?.children ?? root).push(container(closed.token, closed.children));
    }
  }
  return root;
}

/**
 * A message's text as nodes. What is not in the lists above can only come out as text.
 *
 * Called while a component renders, which then renders again once the emoji that the text names are loaded.
 */
export function renderMarkdown(source: string, context?: MarkdownContext): ComponentChild[] {
  return nodes(parser.parse(source, environmentOf(emojiOf, context)));
}

/** A message's text without its marks, for where it is only quoted. */
export function plainText(source: string): string {
  const textOf = ({ type, content, children }: Token): string => {
    if (children) return children.map(textOf).join("");
    return type === "softbreak" || type === "hardbreak" ? "\n" : content;
  };
  return parser
    .parse(source, environmentOf(emojiOf))
    .filter((token) => token.children !== null || token.type === "fence")
    .map(textOf)
    .join("\n")
    .trim();
}

import type { Token } from "markdown-it";
import { h, type Attributes, type ClassAttributes, type ComponentChild } from "preact";
import { emojiOf } from "../../state/emoji/emoji";
import { grammarOf } from "../../state/code/languages";
import { CodeBlock } from "./code-block";
import { newBudget } from "./markdown-budget";
import { inlineEnvironment, type MarkdownContext } from "./markdown-inline";
import { isSafeLink, parser } from "./markdown-parser";

export type { MarkdownContext } from "./markdown-inline";
export { isSafeLink } from "./markdown-parser";

/** Emphasis within emphasis: what is deeper looks no different, and takes a browser long to lay out. */
const EMPHASIS_NESTING_MAX = 6;
const EMPHASIS = new Set(["strong", "em", "s"]);
const TAGS = new Set(["p", "strong", "em", "s", "blockquote", "ul", "ol", "li", "thead", "tbody", "tr", "th", "td"]);

/**
 * Each block runs as its first letter does; what is within follows it. Said when all of it stands: a browser looks
 * for that letter anew with each child that is added, which takes seconds where there are thousands and no letter.
 */
const runsAsItBegins = (block: Element | null): void => block?.setAttribute("dir", "auto");

function attributesOf(token: Token): Attributes & ClassAttributes<Element> {
  const attributes: Record<string, unknown> = {};
  if (token.block && token.level === 0) attributes["ref"] = runsAsItBegins;
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
    if (token.nesting === 1) {
      const deep = open.length >= EMPHASIS_NESTING_MAX && EMPHASIS.has(token.tag);
      open.push({ token, children: deep ? children : [] });
    } else if (token.nesting === 0) children.push(leaf(token));
    else {
      const closed = open.pop();
      const parent = open.at(-1)?.children ?? root;
      if (closed && closed.children !== parent) parent.push(container(closed.token, closed.children));
    }
  }
  return root;
}

const parse = (source: string, context?: MarkdownContext): Token[] =>
  parser.parse(source, { inline: inlineEnvironment(emojiOf, context), budget: newBudget() });

/**
 * A message's text as nodes. What is not in the lists above can only come out as text.
 *
 * Called while a component renders, which then renders again once the emoji that the text names are loaded.
 */
export function renderMarkdown(source: string, context?: MarkdownContext): ComponentChild[] {
  return nodes(parse(source, context));
}

/** A message's text without its marks, for where it is only quoted. */
export function plainText(source: string): string {
  const textOf = ({ type, content, children }: Token): string => {
    if (children) return children.map(textOf).join("");
    return type === "softbreak" || type === "hardbreak" ? "\n" : content;
  };
  return parse(source)
    .filter(({ type, children }) => children !== null || type === "fence" || type === "plain")
    .map(textOf)
    .join("\n")
    .trim();
}

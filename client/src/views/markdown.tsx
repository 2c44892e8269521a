import MarkdownIt, { type Token } from "markdown-it";
import { h, type ComponentChild } from "preact";
import { keepWhitespace } from "./markdown-whitespace";

const parser = new MarkdownIt({ html: false, linkify: true, breaks: true, maxNesting: 20 }).disable([
  "table",
  "hr",
  "heading",
  "lheading",
  "reference",
  "html_block",
  "html_inline",
  "image",
  "entity",
  // Indented text is indented text; code has fences.
  "code",
]);
// A file name such as notes.md is not an address. A name and password belong to the address that has
// them: else what stands before the "@" would be linked as the host.
parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false, urlAuth: true });
keepWhitespace(parser);
// As it was written. Decoded from Punycode, one host can look like another.
parser.normalizeLinkText = (address) => address;

const TAGS = new Set(["p", "strong", "em", "s", "blockquote", "ul", "ol", "li"]);
const PROTOCOLS = new Set(["http:", "https:", "mailto:"]);

/**
 * Whether an address may be linked. Judged by the browser's own parser, as the click will be.
 * "https://bank.example@evil.example" may not: it reads as one host, and leads to another.
 */
export function isSafeLink(address: string): boolean {
  // Asked first: an exception costs more than the parsing, and a message can hold thousands of these.
  if (!URL.canParse(address)) return false;
  const { protocol, username, password } = new URL(address);
  return PROTOCOLS.has(protocol) && username === "" && password === "";
}

parser.validateLink = isSafeLink;

function attributesOf(token: Token): Record<string, string> {
  // Each block runs as its first letter does; what is within follows it.
  const direction = token.block && token.level === 0 ? { dir: "auto" } : {};
  const start = token.tag === "ol" ? token.attrGet("start") : null;
  return start === null ? direction : { ...direction, start: String(start) };
}

function container(token: Token, children: ComponentChild[]): ComponentChild {
  if (token.tag === "a") {
    const href = String(token.attrGet("href") ?? "");
    if (!isSafeLink(href)) return children;
    return h("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }, children);
  }
  if (token.hidden || !TAGS.has(token.tag)) return children;
  return h(token.tag, attributesOf(token), children);
}

function leaf(token: Token): ComponentChild {
  switch (token.type) {
    case "inline":
      return nodes(token.children ?? []);
    case "softbreak":
    case "hardbreak":
      return h("br", null);
    case "code_inline":
      return h("code", null, token.content);
    case "fence":
      // Reachable by keyboard, since long lines scroll.
      return h("pre", { tabIndex: 0, dir: "ltr" }, h("code", null, token.content.replace(/\n$/, "")));
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

/** A message's text as nodes. What is not in the lists above can only come out as text. */
export function renderMarkdown(source: string): ComponentChild[] {
  return nodes(parser.parse(source, {}));
}

/** A message's text without its marks, for where it is only quoted. */
export function plainText(source: string): string {
  const textOf = ({ type, content, children }: Token): string => {
    if (children) return children.map(textOf).join("");
    return type === "softbreak" || type === "hardbreak" ? "\n" : content;
  };
  return parser
    .parse(source, {})
    .filter((token) => token.children !== null || token.type === "fence")
    .map(textOf)
    .join("\n")
    .trim();
}

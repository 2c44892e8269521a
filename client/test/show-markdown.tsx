import { render } from "preact";
import { expect } from "vitest";
import { renderMarkdown, type MarkdownContext } from "../src/views/markdown/markdown";

/** A message's text as it stands in the page. */
export function show(source: string, context?: MarkdownContext): HTMLElement {
  const root = document.createElement("div");
  render(<>{renderMarkdown(source, context)}</>, root);
  return root;
}

/** All elements there may be, and all their attributes; with values where not just any will do. */
const ALLOWED: Record<string, Record<string, RegExp>> = {
  p: { dir: /^auto$/ },
  strong: {},
  em: {},
  s: {},
  br: {},
  hr: {},
  code: {},
  blockquote: { dir: /^auto$/ },
  ul: { dir: /^auto$/ },
  ol: { dir: /^auto$/, start: /^\d+$/ },
  li: {},
  a: { href: /^(https?:\/\/|mailto:)/i, target: /^_blank$/, rel: /^noopener noreferrer nofollow$/ },
  div: { class: /^(code-block|table-scroll)$/, dir: /^(auto|ltr)$/, role: /^region$/, tabindex: /^0$/, "aria-label": /^Table$/ },
  pre: { tabindex: /^0$/ },
  button: { type: /^button$/, class: /^copy-button$/ },
  span: {
    class: /^(visually-hidden|mention|task|code-[a-z]+)$/,
    role: /^(status|img)$/,
    "aria-label": /^(Done|To do):$/,
    "data-me": /^$/,
    "data-done": /^$/,
  },
  table: {},
  thead: {},
  tbody: {},
  tr: {},
  th: { "data-align": /^(center|end)$/ },
  td: { "data-align": /^(center|end)$/ },
};

/** Nothing that acts: only the elements and attributes of text, and links to where links may go. */
export function expectInert(root: HTMLElement): void {
  for (const element of root.querySelectorAll("*")) {
    const name = element.localName;
    expect(Object.keys(ALLOWED)).toContain(name);
    for (const attribute of element.attributes) {
      const value = ALLOWED[name]?.[attribute.name];
      expect(value, `${name} ${attribute.name}`).toBeDefined();
      expect(attribute.value).toMatch(value ?? /^/);
    }
  }
}

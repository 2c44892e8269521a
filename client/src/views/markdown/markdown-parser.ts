import MarkdownIt from "markdown-it";
import { addBudget, NESTING_MAX } from "./markdown-budget";
import { addHeadings } from "./markdown-headings";
import { addInline } from "./markdown-inline";
import { addTables } from "./markdown-table";
import { addTasks } from "./markdown-tasks";
import { keepWhitespace } from "./markdown-whitespace";

/** Markdown-it drops what is nested deeper than this; long before, the budget's rules show it as it was written. */
const NEVER = NESTING_MAX + 100;

/** Markdown as far as it is for messages. `renderMarkdown` is what makes elements of its tokens. */
export const parser = new MarkdownIt({ html: false, linkify: true, breaks: true, maxNesting: NEVER }).disable([
  // Of a line of dashes below a text a chat makes a rule.
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
// Never linked, but looked at, thousands of times where somebody means it.
parser.linkify.add("//", null).add("ftp:", null);
keepWhitespace(parser);
addHeadings(parser);
addTables(parser);
addTasks(parser);
addInline(parser);
addBudget(parser);
// As it was written. Decoded from Punycode, one host can look like another.
parser.normalizeLinkText = (address) => address;

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

import type { MarkdownIt, StateInline } from "markdown-it";
import { nameKey } from "../../state/names";
import { spend } from "./markdown-budget";

/** What the text around a message knows of it. */
export interface MarkdownContext {
  /** Whom the message may name, by "@username". */
  mentions: readonly { id: number; username: string }[];
  /** Whether "@room" and "@here" mean everybody. */
  everyone: boolean;
  /** Who is reading. */
  me: number;
}

/** What the rules below go by. */
export interface InlineEnvironment {
  emojiOf: (shortcode: string) => string | undefined;
  /** Whether somebody of that name is mentioned: "me" if it is who is reading. */
  mentioned: ReadonlyMap<string, "me" | "other">;
  longestName: number;
}

const SHORTCODE = /:([a-z0-9_+-]{1,50}):(?![\p{L}\p{N}])/uy;
const NAME = /@([\p{L}\p{M}\p{N}._-]+)/uy;
const WORD = /[\p{L}\p{M}\p{N}]/u;
/** What may not stand before a mention: it would be of a word, a mail address or a path. */
const BEFORE_MENTION = /[\p{L}\p{M}\p{N}@/]/u;

function at(pattern: RegExp, text: string, position: number): string | undefined {
  pattern.lastIndex = position;
  return pattern.exec(text)?.[1];
}

/** What the rules below go by, for one message. */
export function inlineEnvironment(emojiOf: InlineEnvironment["emojiOf"], context?: MarkdownContext): InlineEnvironment {
  const mentioned = new Map<string, "me" | "other">();
  if (context?.everyone) for (const name of ["room", "here"]) mentioned.set(name, "me");
  for (const { id, username } of context?.mentions ?? []) mentioned.set(nameKey(username), id === context?.me ? "me" : "other");
  const longestName = Math.max(0, ...[...mentioned.keys()].map((name) => name.length));
  return { emojiOf, mentioned, longestName };
}

const inlineOf = (state: StateInline): InlineEnvironment => state.env["inline"] as InlineEnvironment;

/** How many beginnings of a text may be a name. Composed, a name can be half as long as it was typed. */
const triesOf = (text: string, { longestName }: InlineEnvironment): number => Math.min(text.length, 2 * longestName);

/** The longest name that is mentioned at the start of a text, and ends where a word does. */
function mentionIn(text: string, environment: InlineEnvironment): string | null {
  const { mentioned } = environment;
  for (let length = triesOf(text, environment); length > 0; length--) {
    const name = text.slice(0, length);
    if (mentioned.has(nameKey(name)) && !WORD.test(text.charAt(length))) return name;
  }
  return null;
}

/**
 * Two rules within text: emoji by their shortcodes (":tada:"), and mentions ("@ada"), which become tokens
 * `mention`. Rules, and not a second look at the text, so that code, addresses and escaped characters are left
 * alone, and so that the underscores of a name are no emphasis.
 */
export function addInline(parser: MarkdownIt): void {
  parser.inline.ruler.after("linkify", "emoji", (state, silent) => {
    const { src, pos } = state;
    if (src[pos] !== ":" || WORD.test(src.charAt(pos - 1))) return false;
    const shortcode = at(SHORTCODE, src, pos);
    const emoji = shortcode && inlineOf(state).emojiOf(shortcode);
    if (!emoji) return false;
    if (!silent) state.pending += emoji;
    state.pos += shortcode.length + 2;
    return true;
  });
  parser.inline.ruler.after("emoji", "mention", (state, silent) => {
    const { src, pos } = state;
    const environment = inlineOf(state);
    if (src[pos] !== "@" || environment.longestName === 0 || BEFORE_MENTION.test(src.charAt(pos - 1))) return false;
    const text = at(NAME, src, pos) ?? "";
    const name = spend(state, triesOf(text, environment)) ? mentionIn(text, environment) : null;
    if (name === null) return false;
    if (!silent) {
      const token = state.push("mention", "", 0);
      token.content = `@${name}`;
      token.meta = { me: environment.mentioned.get(nameKey(name)) === "me" };
    }
    state.pos += name.length + 1;
    return true;
  });
}

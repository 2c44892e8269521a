import { nameKey } from "../names";

/** What can be completed. `person` is anybody, `member` somebody of this room; `joinable` a room to go to. */
export type Kind = "member" | "person" | "emoji" | "command" | "room" | "joinable";

/** A word that is being typed and may be completed: what of it is there, and where it stands. */
export interface Word {
  readonly kind: Kind;
  readonly query: string;
  readonly start: number;
  readonly end: number;
}

/** Something that may take a word's place. */
export interface Option {
  readonly key: string;
  /** What is written in place of the word. */
  readonly text: string;
  readonly label: string;
  readonly detail?: string;
  /** A picture of it, as text. */
  readonly mark?: string;
  /** Whose avatar stands before it. */
  readonly user?: { id: number; username: string };
}

const NAME = String.raw`[\p{L}\p{M}\p{N}._-]`;
// Not behind a letter or a digit: "ada@example.org", "10:30" and "C#" are none of these.
const BEFORE = String.raw`(?:^|[^\p{L}\p{M}\p{N}@#:/\\])`;
const MEMBER = new RegExp(`${BEFORE}(@(${NAME}{0,64}))$`, "u");
const EMOJI = new RegExp(`${BEFORE}(:([a-z0-9_+-]{2,50}))$`, "iu");
const ROOM = new RegExp(`${BEFORE}(#(${NAME}{0,64}))$`, "u");
const COMMAND = /^(\/([a-z]*))$/i;
const PERSON = /^\/(?:invite|msg)[^\S\n]+(@?([^\s@]{0,64}))$/iu;
const JOINABLE = /^\/join[^\S\n]+(#?([^\n#]{0,64}))$/iu;
const GOES_ON = new RegExp(`^${NAME}`, "u");
/** No word is longer; a long message is not searched from its beginning at every keystroke. */
const WORD_MAX = 80;

const COMMANDS: readonly (readonly [Kind, RegExp])[] = [
  ["command", COMMAND],
  ["person", PERSON],
  ["joinable", JOINABLE],
];
const WORDS: readonly (readonly [Kind, RegExp])[] = [
  ["member", MEMBER],
  ["emoji", EMOJI],
  ["room", ROOM],
];

/** Whether what follows a text is code: within a fence, or behind an opening backtick of the line. */
function endsInCode(text: string): boolean {
  const fences = text.match(/^ {0,3}(```|~~~)/gm)?.length ?? 0;
  if (fences % 2 === 1) return true;
  const line = text.slice(text.lastIndexOf("\n") + 1);
  return (line.match(/`+/g)?.length ?? 0) % 2 === 1;
}

function find(kinds: readonly (readonly [Kind, RegExp])[], text: string, caret: number): Word | null {
  for (const [kind, pattern] of kinds) {
    const [, whole, query] = pattern.exec(text) ?? [];
    if (whole !== undefined && query !== undefined) return { kind, query, start: caret - whole.length, end: caret };
  }
  return null;
}

/** What is being completed where the caret stands: at the end of a word, and not within one. */
export function wordAt(text: string, caret: number, commands: boolean): Word | null {
  const before = text.slice(0, caret);
  if (GOES_ON.test(text.slice(caret))) return null;
  const command = commands && text.startsWith("/") ? find(COMMANDS, before, caret) : null;
  if (command) return command;
  const near = before.slice(-WORD_MAX);
  const word = find(WORDS, near, caret);
  return word && !endsInCode(before.slice(0, word.start)) ? word : null;
}

/** Whether a word says already all that an option would write. */
export const isWritten = (text: string, { start, end }: Word, option: Option): boolean =>
  nameKey(text.slice(start, end)) === nameKey(option.text);

/** What to write in place of a word, with the space behind it that will be wanted. */
export function insertionOf(text: string, { end }: Word, option: Option): string {
  return /^\s/.test(text.slice(end)) ? option.text : `${option.text} `;
}

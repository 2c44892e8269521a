/** What a piece of code is, as far as it has a colour of its own. */
export const KINDS = ["comment", "keyword", "string", "number", "title", "name", "meta", "addition", "deletion"] as const;

export type Kind = (typeof KINDS)[number];

/** A piece of code and its kind; the pieces put together are the code. */
export type Piece = readonly [text: string, kind: Kind | null];

/** What the worker is asked, and what it answers. It says "ready" once, when it is loaded. */
export interface Question {
  code: string;
  language: string;
}
export type Answer = "ready" | readonly Piece[];

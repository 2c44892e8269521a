/** Accents of Latin, Greek and Cyrillic, as the server leaves them out; other scripts need their marks. */
const ACCENTS = /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]/gu;
/** What belongs together when it is folded: a character with its marks, or with the rest of a Korean syllable. */
const UNIT = /\s+|[^][\p{M}\u1160-\u11ff]*/gu;
/** Scripts that put no spaces between words, and symbols: one character of them is worth looking for. */
const DENSE = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2000-\ud7ff\uf900-\u{10ffff}]/u;
const WORD = /[\p{L}\p{N}\p{M}_]/u;
/** A term that trigrams cannot find is a word of its own, and not part of another. */
const SHORT = /^..?$/u;

/** By way of upper case, because it is there that `ß` and `ss`, `ς` and `σ` meet. The dotless i has no such twin. */
const caseless = (text: string): string =>
  text.toLowerCase().replaceAll("ı", "\0").toUpperCase().toLowerCase().replaceAll("\0", "ı").replaceAll("ς", "σ");

const foldUnit = (unit: string): string =>
  caseless(unit.normalize("NFKD")).normalize("NFKD").replace(ACCENTS, "").normalize("NFC");

/** A folded text, and where in the text each of its characters comes from. */
interface Folded {
  text: string;
  /** For each character of `text`, where its unit begins; and at the end, where the text ends. */
  starts: number[];
}

function foldWithPlaces(text: string): Folded {
  let folded = "";
  const starts: number[] = [];
  for (const { 0: unit, index } of text.matchAll(UNIT)) {
    // Some marks that stand alone are a space and a mark.
    const piece = foldUnit(unit).replace(/\s+/gu, " ");
    const added = folded.endsWith(" ") ? piece.trimStart() : piece;
    for (let count = 0; count < added.length; count++) starts.push(index);
    folded += added;
  }
  starts.push(text.length);
  return { text: folded, starts };
}

/** Alike regardless of case, accents, Unicode form and the kind of white space, as search compares text. */
export const fold = (text: string): string => foldWithPlaces(text).text.trim();

export interface Piece {
  text: string;
  /** It is what was looked for. */
  found: boolean;
}

const isWord = (character: string | undefined): boolean => character !== undefined && WORD.test(character);

function* occurrences(text: string, term: string): Generator<number> {
  const alone = SHORT.test(term) && !DENSE.test(term);
  for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + term.length)) {
    if (!alone || (!isWord(text[at - 1]) && !isWord(text[at + term.length]))) yield at;
  }
}

/** Cuts a text where terms are found in it, as the server finds them. The pieces together are the text. */
export function markTerms(text: string, terms: readonly string[]): Piece[] {
  const folded = foldWithPlaces(text);
  const found = new Uint8Array(text.length);
  for (const term of terms.map(fold)) {
    if (term === "") continue;
    for (const at of occurrences(folded.text, term)) {
      const last = at + term.length;
      // The whole of the last unit, whose first half it may be: one `ß` is found by `s`.
      const end = folded.starts.find((start, index) => index >= last && start > (folded.starts[last - 1] ?? 0));
      found.fill(1, folded.starts[at], end ?? text.length);
    }
  }
  const pieces: Piece[] = [];
  for (let start = 0; start < text.length; ) {
    let end = start + 1;
    while (end < text.length && found[end] === found[start]) end++;
    pieces.push({ text: text.slice(start, end), found: found[start] === 1 });
    start = end;
  }
  return pieces;
}

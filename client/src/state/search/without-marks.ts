import { markTerms, type Piece } from "./fold";

/** A run of marks, all of it. */
const RUN = String.raw`(?:(?<!\*)\*+(?!\*)|(?<!_)_+(?!_)|(?<!~)~~(?!~))`;
const FENCE = String.raw`\x60{3,}|~{3,}`;
const ADDRESS = String.raw`\([^()\s]*(?:[ \t]+"[^"\n]*")?(?:\)|(?![^]))`;

/**
 * What an excerpt may hold of Markdown, read from left to right. It is a cut out of a message, so that most marks
 * can stand there without their other half: this goes by what stands beside them, rather than by pairs. Of each
 * match, the named groups are left out; the rest of it is as it was written, code and addresses above all. An
 * excerpt is short (300 characters), so it does not matter that some of these look ahead to its end.
 */
const MARKS = new RegExp(
  [
    // Code between fences, to the end where it is cut: one that names a language begins for sure.
    String.raw`^(?<margin>[ \t>]*)(?<fence>${FENCE})(?<language>[^\x60\n]*\n)[^]*?(?<=\n)(?<closing>[ \t>]*\k<fence>[ \t]*(?:\n|(?![^])))`,
    String.raw`^(?<begun>[ \t>]*(?:${FENCE}))(?<named>[ \t]*[^\s\x60][^\x60\n]*\n)[^]*`,
    // A line that is nothing but a fence, a rule, or what is between the head of a table and its rows.
    String.raw`^(?<alone>[ \t>]*(?:${FENCE})[^\x60\n]*(?:\n|$))`,
    String.raw`^(?<rule>[ \t]*(?:(?:[-*_][ \t]*){3,}|\|?[ \t]*:?-[-:| \t]*\|[-:| \t]*)(?:\n|$))`,
    // What a line begins with, and a table's row ends with.
    String.raw`^(?<start>[ \t]*(?:(?:>|[-*+][ \t]|#{1,6}[ \t]|\[[ xX]\][ \t]|\|)[ \t]*)+)`,
    String.raw`(?<bar>[ \t]*\|[ \t]*$)`,
    String.raw`(?<open>\x60+)[^\x60]+(?<close>\x60+)`,
    String.raw`(?<tick>\x60+)`,
    String.raw`(?<escape>\\)[!-\/:-@[-\x60{-~]`,
    String.raw`(?<left><)https?:\/\/[^\s<>]+(?<right>>)`,
    String.raw`https?:\/\/[^\s<>()[\]*\x60]+`,
    String.raw`@[\p{L}\p{M}\p{N}._-]+`,
    String.raw`(?<bracket>!?\[)(?=[^[\]\n]+\]${ADDRESS})`,
    String.raw`(?<end>\])(?<address>${ADDRESS})`,
    String.raw`(?<![\p{L}\p{N}])(?<before>${RUN})(?=[\p{L}\p{N}\p{S}"'“„«([<\x60:@#*_~])(?=[^]*(?:\k<before>|…(?![^])))`,
    String.raw`(?<=\S)(?<after>${RUN})(?![\p{L}\p{N}])`,
  ].join("|"),
  "dgmu",
);

const NOT = 1;
const AS_SPACE = 2;

/** How each character of a text is shown. What was looked for is, even where it looks like a mark. */
function shownAs(text: string, found: Uint8Array): Uint8Array {
  const shown = new Uint8Array(text.length);
  for (const { indices } of text.matchAll(MARKS)) {
    // Groups of the other alternatives have no place, whatever their type says.
    const groups = (indices?.groups ?? {}) as Record<string, [number, number] | undefined>;
    const holdsFound = (range: [number, number]): boolean => found.subarray(...range).includes(1);
    for (const range of Object.values(groups)) {
      if (range && !holdsFound(range)) shown.fill(NOT, ...range);
    }
    const { end, address } = groups;
    if (end && address && holdsFound(address) && !holdsFound(end)) shown.fill(AS_SPACE, ...end);
  }
  return shown;
}

/** An excerpt of a message as words, without the marks of Markdown, cut where terms are found in it. */
export function withoutMarks(text: string, terms: readonly string[]): Piece[] {
  const found = new Uint8Array(text.length);
  let at = 0;
  for (const piece of markTerms(text, terms)) {
    if (piece.found) found.fill(1, at, at + piece.text.length);
    at += piece.text.length;
  }
  const shown = shownAs(text, found);
  const pieces: Piece[] = [];
  for (let start = 0; start < text.length; start++) {
    if (shown[start] === NOT) continue;
    const character = shown[start] === AS_SPACE ? " " : text.charAt(start);
    const last = pieces.at(-1);
    if (last?.found === (found[start] === 1)) last.text += character;
    else pieces.push({ text: character, found: found[start] === 1 });
  }
  return pieces;
}

import { markTerms } from "../../state/search/fold";

/** A text in which what was looked for is marked. */
export function Marked({ text, terms }: { text: string; terms: readonly string[] }) {
  return <>{markTerms(text, terms).map((piece, index) => (piece.found ? <mark key={index}>{piece.text}</mark> : piece.text))}</>;
}

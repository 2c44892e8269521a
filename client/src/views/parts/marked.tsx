import { markTerms, type Piece } from "../../state/search/fold";

/** A text in pieces, of which some are what was looked for. */
export function Pieces({ pieces }: { pieces: readonly Piece[] }) {
  return <>{pieces.map(({ text, found }, index) => (found ? <mark key={index}>{text}</mark> : text))}</>;
}

/** A text in which what was looked for is marked. */
export function Marked({ text, terms }: { text: string; terms: readonly string[] }) {
  return <Pieces pieces={markTerms(text, terms)} />;
}

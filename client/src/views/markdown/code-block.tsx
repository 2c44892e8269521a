import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Piece } from "../../state/code/code-tokens";
import { highlight, remembered } from "../../state/code/highlight";
import { CopyButton } from "../parts/copy-button";

interface Props {
  code: string;
  /** The name of its grammar; null for what has none. */
  language: string | null;
}

const NOT_YET = { code: null, pieces: null };

/** The pieces of some code, once they are known: until then, and if they never are, null. */
function usePieces({ code, language }: Props): readonly Piece[] | null {
  const found = useSignal<{ code: string | null; pieces: readonly Piece[] | null }>(NOT_YET);
  useEffect(() => {
    if (language === null || remembered({ code, language }) !== undefined) return undefined;
    let current = true;
    void highlight({ code, language }).then((pieces) => {
      if (current) found.value = { code, pieces };
    });
    return () => {
      current = false;
    };
  }, [code, language]);
  if (language === null) return null;
  return remembered({ code, language }) ?? (found.value.code === code ? found.value.pieces : null);
}

/** A block of code: plain at first, then in colours. They change no widths and heights, so nothing moves. */
export function CodeBlock({ code, language }: Props) {
  const pieces = usePieces({ code, language });
  return (
    <div class="code-block" dir="ltr">
      {/* Reachable by keyboard, since long lines scroll. */}
      <pre tabIndex={0}>
        <code>{pieces?.map(([text, kind]) => (kind === null ? text : <span class={`code-${kind}`}>{text}</span>)) ?? code}</code>
      </pre>
      {code !== "" && <CopyButton text={code} />}
    </div>
  );
}

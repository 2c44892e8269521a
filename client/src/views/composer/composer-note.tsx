import { useRef } from "preact/hooks";
import { formatNumber } from "../../state/format";
import type { Draft } from "../../state/drafts/draft";
import { useFocusHeir } from "../parts/focus";
import { coarse } from "../ui";
import type { Word } from "./use-submit";

function Queued({ draft }: { draft: Draft }) {
  const queued = useRef<HTMLSpanElement>(null);
  useFocusHeir(queued);
  return (
    <span ref={queued} class="composer-queued">
      Sending when the upload is finished…
      <button type="button" class="text-button" onClick={() => (draft.queued.value = false)}>
        Don’t send yet
      </button>
    </span>
  );
}

/** How to write more than a plain line. Not for a finger: it has no Shift+Enter, and little room. */
function Hint() {
  return (
    <p class="composer-hint">
      <kbd>Shift+Enter</kbd> for a new line · <strong>**bold**</strong> <em>*italic*</em> <code>`code`</code> · <kbd>/</kbd> for commands
    </p>
  );
}

/** What the writer should know, below the text. */
export function Note({ id, draft, word }: { id: string; draft: Draft; word: Word | null }) {
  const problem = draft.objection ?? draft.notice.value ?? (word?.problem ? word.text : null);
  const queued = !problem && draft.queued.value;
  const told = problem || queued ? null : word?.text;
  const left = draft.left;
  return (
    <div class="composer-foot">
      {/* A live region, so that it is also heard. */}
      <div class="composer-note" id={id} aria-live="polite">
        {problem && <span class="composer-problem">{problem}</span>}
        {told && <span>{told}</span>}
        {queued && <Queued draft={draft} />}
        {left !== null && left >= 0 && <span class="composer-left">{formatNumber(left)} left</span>}
      </div>
      {!problem && !told && !queued && left === null && !coarse.value && <Hint />}
    </div>
  );
}

import { useRef } from "preact/hooks";
import { formatNumber } from "../state/format";
import type { Draft } from "../state/draft";
import { useFocusHeir } from "./focus";
import { coarse } from "./ui";

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
      <kbd>Shift+Enter</kbd> for a new line · <strong>**bold**</strong> <em>*italic*</em> <code>`code`</code>
    </p>
  );
}

/** What the writer should know, below the text. */
export function Note({ id, draft }: { id: string; draft: Draft }) {
  const problem = draft.objection ?? draft.notice.value;
  const queued = !problem && draft.queued.value;
  const left = draft.left;
  return (
    <div class="composer-foot">
      {/* A live region, so that it is also heard. */}
      <div class="composer-note" id={id} aria-live="polite">
        {problem && <span class="composer-problem">{problem}</span>}
        {queued && <Queued draft={draft} />}
        {left !== null && left >= 0 && <span class="composer-left">{formatNumber(left)} left</span>}
      </div>
      {!problem && !queued && left === null && !coarse.value && <Hint />}
    </div>
  );
}

import type { Signal } from "@preact/signals";
import { useId } from "preact/hooks";
import { lengthOf } from "../../state/drafts/draft";
import { formatNumber } from "../../state/format";

/** As the server counts a line: code points, without the white space around it. */
const left = (text: string, limit: number): number => limit - lengthOf(text.trim().replace(/\s+/g, " "));

/** Whether a text is longer than it may be. */
export const isTooLong = (text: string, limit: number): boolean => left(text, limit) < 0;

interface Props {
  label: string;
  value: Signal<string>;
  limit: number;
  hint?: string;
  error?: string | null;
  disabled?: boolean;
  focus?: boolean;
}

/** A line of text with its limit, and what is wrong with it. */
export function Field({ label, value, limit, hint, error, disabled = false, focus = false }: Props) {
  const id = useId();
  const rest = left(value.value, limit);
  const problem = rest < 0 ? `Too long by ${formatNumber(-rest)}. The limit is ${formatNumber(limit)} characters.` : error;
  const close = rest >= 0 && rest <= limit * 0.2;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        class="input"
        type="text"
        dir="auto"
        autocomplete="off"
        value={value.value}
        disabled={disabled}
        autofocus={focus}
        aria-invalid={problem ? "true" : undefined}
        aria-describedby={`${id}-note`}
        onInput={(event) => (value.value = event.currentTarget.value)}
      />
      <div id={`${id}-note`} class="field-note" aria-live="polite">
        {problem && <p class="field-error">{problem}</p>}
        {!problem && close && <p class="hint">{formatNumber(rest)} left</p>}
        {!problem && !close && hint && <p class="hint">{hint}</p>}
      </div>
    </div>
  );
}

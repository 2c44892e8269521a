import { useSignal, type Signal } from "@preact/signals";
import { useId } from "preact/hooks";
import { EXPIRIES, expiryOf, statusAt, type Expiry } from "../../state/people/status";
import { useChat } from "../context";
import { Field, isTooLong } from "../parts/field";
import { FormDialog } from "../parts/form-dialog";
import { editingStatus, now } from "../ui";
import { useRequest } from "../parts/use-request";

/** As the server counts it. */
const TEXT_MAX = 100;
type Suggestion = readonly [emoji: string, text: string, expiry: Expiry];
const SUGGESTIONS: readonly Suggestion[] = [
  ["📅", "In a meeting", "hour"],
  ["🎧", "Focusing", "hours"],
  ["🏠", "Working from home", "today"],
  ["🤒", "Out sick", "today"],
  ["🌴", "On holiday", "week"],
];

/** As an input of date and time has it, in the reader's zone. */
function localTime(moment: Date): string {
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** What many say of themselves. */
function Suggestions({ onPick }: { onPick: (suggestion: Suggestion) => void }) {
  return (
    <div class="status-suggestions" role="group" aria-label="Suggestions">
      {SUGGESTIONS.map((suggestion) => {
        const [sign, words] = suggestion;
        return (
          <button key={words} type="button" class="status-suggestion" onClick={() => onPick(suggestion)}>
            <span aria-hidden="true">{sign}</span> {words}
          </button>
        );
      })}
    </div>
  );
}

/** When the status goes by itself. */
function ExpiryFields({ expiry, until, error }: { expiry: Signal<Expiry>; until: Signal<string>; error: string | null | undefined }) {
  const id = useId();
  return (
    <>
      <div class="field">
        <label for={`${id}-expiry`}>Clear after</label>
        <select id={`${id}-expiry`} class="input" value={expiry.value} onChange={(event) => (expiry.value = event.currentTarget.value as Expiry)}>
          {Object.entries(EXPIRIES).map(([choice, label]) => (
            <option key={choice} value={choice}>
              {label}
            </option>
          ))}
        </select>
      </div>
      {expiry.value === "until" && (
        <div class="field">
          <label for={`${id}-until`}>Clear at</label>
          <input
            id={`${id}-until`}
            class="input"
            type="datetime-local"
            value={until.value}
            min={localTime(new Date())}
            onInput={(event) => (until.value = event.currentTarget.value)}
          />
          {error && <p class="field-error">{error}</p>}
        </div>
      )}
    </>
  );
}

/** Asks what to say of oneself. */
export function StatusDialog() {
  return editingStatus.value ? <Form /> : null;
}

function Form() {
  const { presence } = useChat();
  const id = useId();
  const status = statusAt(presence.own.value, new Date());
  const emoji = useSignal(status?.emoji ?? "");
  const text = useSignal(status?.text ?? "");
  const expiry = useSignal<Expiry>(status?.expires_at ? "until" : "never");
  const until = useSignal(localTime(status?.expires_at ? new Date(status.expires_at) : new Date(Date.now() + 3_600_000)));
  const { busy, run, about, problem } = useRequest();
  const close = () => (editingStatus.value = false);
  const save = (content: { emoji: string; text: string }) =>
    run(async () => {
      const end = content.emoji || content.text ? expiryOf(expiry.value, new Date(), new Date(until.value)) : null;
      await presence.setStatus({ ...content, expires_at: end && !isNaN(end.getTime()) ? end.toISOString() : null });
      now.value = new Date();
      close();
    });
  return (
    <FormDialog
      title="Your status"
      action="Save"
      blocked={busy.value}
      problem={problem("emoji", "text", "expires_at")}
      other={
        status && (
          <button type="button" class="button button-quiet" disabled={busy.value} onClick={() => save({ emoji: "", text: "" })}>
            Clear status
          </button>
        )
      }
      onSubmit={() => !isTooLong(text.value, TEXT_MAX) && save({ emoji: emoji.value.trim(), text: text.value.trim() })}
      onClose={close}
    >
      <div class="status-fields">
        <div class="field">
          <label for={`${id}-emoji`}>Emoji</label>
          <input
            id={`${id}-emoji`}
            class="input status-emoji"
            autocomplete="off"
            maxLength={64}
            value={emoji.value}
            aria-invalid={about("emoji") ? "true" : undefined}
            onInput={(event) => (emoji.value = event.currentTarget.value)}
          />
        </div>
        <Field label="What are you doing?" value={text} limit={TEXT_MAX} error={about("text")} focus />
      </div>
      {about("emoji") && (
        <p class="field-error" role="alert">
          {about("emoji")}
        </p>
      )}
      <Suggestions
        onPick={([sign, words, end]) => {
          emoji.value = sign;
          text.value = words;
          expiry.value = end;
        }}
      />
      <ExpiryFields expiry={expiry} until={until} error={about("expires_at")} />
    </FormDialog>
  );
}

import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { EXPIRIES, expiryOf, statusAt, type Expiry } from "../../state/people/status";
import { useChat } from "../context";
import { Dialog } from "../parts/dialog";
import { Field, isTooLong } from "../rooms/field";
import { editingStatus, now } from "../ui";
import { useRequest } from "../parts/use-request";

/** As the server counts it. */
const TEXT_MAX = 100;
const SUGGESTIONS: readonly [emoji: string, text: string, expiry: Expiry][] = [
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
    <Dialog label="Your status" class="dialog" onClose={close}>
      <form
        class="dialog-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!isTooLong(text.value, TEXT_MAX)) save({ emoji: emoji.value.trim(), text: text.value.trim() });
        }}
      >
        <h2>Your status</h2>
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
        <div class="status-suggestions" role="group" aria-label="Suggestions">
          {SUGGESTIONS.map(([sign, words, end]) => (
            <button
              key={words}
              type="button"
              class="status-suggestion"
              onClick={() => {
                emoji.value = sign;
                text.value = words;
                expiry.value = end;
              }}
            >
              <span aria-hidden="true">{sign}</span> {words}
            </button>
          ))}
        </div>
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
            {about("expires_at") && <p class="field-error">{about("expires_at")}</p>}
          </div>
        )}
        {problem("emoji", "text", "expires_at") && (
          <p class="alert" role="alert">
            {problem("emoji", "text", "expires_at")}
          </p>
        )}
        <div class="dialog-actions">
          {status && (
            <button type="button" class="button button-quiet" disabled={busy.value} onClick={() => save({ emoji: "", text: "" })}>
              Clear status
            </button>
          )}
          <button type="button" class="button" onClick={close}>
            Cancel
          </button>
          <button type="submit" class="button button-primary" aria-disabled={busy.value}>
            Save
          </button>
        </div>
      </form>
    </Dialog>
  );
}

import { useSignal, type Signal } from "@preact/signals";
import { useChat } from "../context";
import { goTo } from "../navigation";
import { useRequest } from "../parts/use-request";
import { closeDialog } from "./dialog-state";
import { Field, isTooLong } from "../parts/field";
import { FormDialog } from "../parts/form-dialog";

type Kind = "public" | "private";

const KINDS: readonly { kind: Kind; label: string; hint: string }[] = [
  { kind: "public", label: "Public", hint: "Everybody can find it and join." },
  { kind: "private", label: "Private", hint: "Only those who are invited know that it is there." },
];

function KindChoice({ chosen }: { chosen: Signal<Kind> }) {
  return (
    <fieldset class="choice">
      <legend>Who can come in</legend>
      {KINDS.map(({ kind, label, hint }) => (
        <label key={kind} class="choice-option">
          <input type="radio" name="kind" value={kind} checked={chosen.value === kind} onChange={() => (chosen.value = kind)} />
          <span>
            <strong>{label}</strong>
            <span class="hint">{hint}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** Makes a public or a private room. */
export function CreateRoom() {
  const chat = useChat();
  const name = useSignal("");
  const topic = useSignal("");
  const kind = useSignal<Kind>("public");
  const { busy, run, about, problem } = useRequest();
  const { room_name, topic: topicMax } = chat.limits;
  const blocked = busy.value || name.value.trim() === "" || isTooLong(name.value, room_name) || isTooLong(topic.value, topicMax);
  const create = () =>
    run(async () => {
      const id = await chat.membership.create({ name: name.value, kind: kind.value, topic: topic.value });
      closeDialog();
      goTo(chat, id);
    });
  return (
    <FormDialog
      title="New room"
      action="Create room"
      blocked={blocked}
      problem={problem("name", "topic")}
      onSubmit={create}
      onClose={closeDialog}
    >
      <Field label="Name" value={name} limit={room_name} error={about("name")} focus />
      <KindChoice chosen={kind} />
      <Field label="Topic" value={topic} limit={topicMax} hint="What it is about. Can be left empty." error={about("topic")} />
    </FormDialog>
  );
}

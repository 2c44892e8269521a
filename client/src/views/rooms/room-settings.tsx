import { useSignal } from "@preact/signals";
import type { RoomUpdate } from "../../protocol";
import type { Room } from "../../state/rooms/room";
import { useChat } from "../context";
import { useRequest } from "../parts/use-request";
import { closeDialog } from "./dialog-state";
import { Field, isTooLong } from "../parts/field";
import { FormDialog } from "../parts/form-dialog";

/** Renames a room, says what it is about, and archives it or takes it up again. */
export function RoomSettings({ room }: { room: Room }) {
  const chat = useChat();
  const header = room.header.value;
  const name = useSignal(header.name);
  const topic = useSignal(header.topic);
  const { busy, run, about, problem } = useRequest();
  const { room_name, topic: topicMax } = chat.limits;
  const owned = room.owned.value;
  const archived = room.archived.value;
  const blocked = busy.value || archived || name.value.trim() === "" || isTooLong(name.value, room_name) || isTooLong(topic.value, topicMax);
  const update = (change: Omit<RoomUpdate, "room">) =>
    run(async () => {
      if (Object.keys(change).length > 0) await chat.membership.update({ room: room.id, ...change });
      closeDialog();
    });
  const save = () =>
    update({
      ...(name.value !== header.name && { name: name.value }),
      ...(topic.value !== header.topic && { topic: topic.value }),
    });
  return (
    <FormDialog
      title="Room settings"
      action="Save"
      blocked={blocked}
      problem={problem("name", "topic")}
      onSubmit={save}
      onClose={closeDialog}
    >
      <Field
        label="Name"
        value={name}
        limit={room_name}
        hint={owned ? "" : "Only an owner of the room can rename it."}
        error={about("name")}
        disabled={!owned || archived}
        focus={owned}
      />
      <Field label="Topic" value={topic} limit={topicMax} error={about("topic")} disabled={archived} focus={!owned} />
      {owned && (
        <div class="setting">
          <p>
            <strong>{archived ? "This room is archived" : "Archive this room"}</strong>
            <span class="hint">
              {archived
                ? "It can be read, and nothing in it changes."
                : "It can still be read, and nothing in it changes until an owner takes it up again."}
            </span>
          </p>
          <button type="button" class="button" disabled={busy.value} onClick={() => update({ archived: !archived })}>
            {archived ? "Unarchive" : "Archive"}
          </button>
        </div>
      )}
    </FormDialog>
  );
}

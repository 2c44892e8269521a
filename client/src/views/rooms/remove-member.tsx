import type { UserPayload } from "../../protocol";
import type { Room } from "../../state/rooms/room";
import { mention } from "../../state/rooms/title";
import { useChat } from "../context";
import { useRequest } from "../parts/use-request";
import { closeDialog } from "./dialog-state";
import { FormDialog } from "../parts/form-dialog";

interface Props {
  room: Room;
  user: UserPayload;
  onRemoved: () => void;
}

/** Asks before somebody is removed from a room. */
export function RemoveMember({ room, user, onRemoved }: Props) {
  const chat = useChat();
  const { busy, run, problem } = useRequest();
  const remove = () =>
    run(async () => {
      await chat.membership.remove(room.id, user.id);
      onRemoved();
      closeDialog();
    });
  return (
    <FormDialog
      title={`Remove ${user.username} from ${mention(room.header.value, chat.me)}?`}
      action="Remove"
      danger
      blocked={busy.value}
      problem={problem()}
      onSubmit={remove}
      onClose={closeDialog}
    >
      <p>The room disappears for them at once. What they said in it stays.</p>
    </FormDialog>
  );
}

import type { UserPayload } from "../../protocol";
import type { Room } from "../../state/room";
import { mention } from "../../state/title";
import { useChat } from "../context";
import { Dialog } from "../dialog";
import { useRequest } from "../use-request";

interface Props {
  room: Room;
  user: UserPayload;
  onClose: () => void;
  onRemoved: () => void;
}

/** Asks before somebody is removed from a room. */
export function RemoveMember({ room, user, onClose, onRemoved }: Props) {
  const chat = useChat();
  const { busy, run, problem } = useRequest();
  const remove = () =>
    run(async () => {
      await chat.membership.remove(room.id, user.id);
      onRemoved();
      onClose();
    });
  const question = `Remove ${user.username} from ${mention(room.header.value, chat.me)}?`;
  return (
    <Dialog label={question} class="dialog" onClose={onClose}>
      <h2>{question}</h2>
      <p>The room disappears for them at once. What they said in it stays.</p>
      {problem() && (
        <p class="alert" role="alert">
          {problem()}
        </p>
      )}
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onClose}>
          Cancel
        </button>
        <button type="button" class="button button-danger" disabled={busy.value} onClick={remove}>
          Remove
        </button>
      </div>
    </Dialog>
  );
}

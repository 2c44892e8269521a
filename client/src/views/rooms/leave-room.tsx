import type { Room } from "../../state/rooms/room";
import { mention } from "../../state/rooms/title";
import { useChat } from "../context";
import { useRequest } from "../parts/use-request";
import { closeDialog } from "./dialog-state";
import { FormDialog } from "../parts/form-dialog";

/** Asks before a room is left. Whoever owns it alone is told to name another owner first. */
export function LeaveRoom({ room }: { room: Room }) {
  const chat = useChat();
  const { busy, run, problem } = useRequest();
  const leave = () =>
    run(async () => {
      await chat.membership.leave(room.id);
      closeDialog();
    });
  const showMembers = () => {
    closeDialog();
    chat.panel.open(room.id, { kind: "members" });
  };
  return (
    <FormDialog
      title={`Leave ${mention(room.header.value, chat.me)}?`}
      action="Leave room"
      danger
      blocked={busy.value}
      problem={problem()}
      remedy={
        room.owned.value && (
          <button type="button" class="button" onClick={showMembers}>
            Show the members
          </button>
        )
      }
      onSubmit={leave}
      onClose={closeDialog}
    >
      <p>
        {room.kind === "private"
          ? "You come back only if a member invites you. When the last member leaves, the room is gone."
          : "You can join it again whenever you like."}
      </p>
    </FormDialog>
  );
}

import type { Room } from "../../state/rooms/room";
import { useChat } from "../context";
import { Icon } from "../parts/icons";
import { useRequest } from "../parts/use-request";

/** Stands where messages would be written, in a room that is archived. */
export function Archived({ room }: { room: Room }) {
  const chat = useChat();
  const { busy, run, problem } = useRequest();
  const unarchive = () =>
    run(async () => {
      await chat.membership.update({ room: room.id, archived: false });
    });
  return (
    <div class="composer archived">
      <div class="composer-column">
        <p role="status">
          <Icon name="archive" />
          <span>This room is archived. It can be read, and nothing new is said in it.</span>
        </p>
        {problem() && (
          <p class="alert" role="alert">
            {problem()}
          </p>
        )}
        {room.owned.value && (
          <button type="button" class="button" disabled={busy.value} onClick={unarchive}>
            Unarchive
          </button>
        )}
      </div>
    </div>
  );
}

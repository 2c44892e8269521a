import type { Room } from "../../state/rooms/room";
import { Icon } from "../parts/icons";

/** That a room is muted. */
export function MutedMark({ room }: { room: Room }) {
  if (!room.muted.value) return null;
  return (
    <span class="muted-mark" title="Muted: only mentions of you show">
      <Icon name="mute" />
      <span class="visually-hidden">muted</span>
    </span>
  );
}

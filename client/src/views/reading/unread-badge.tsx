import { formatCount, formatNumber } from "../../state/format";
import type { Room } from "../../state/rooms/room";

const LARGE = 99;
const short = (count: number): string => (count > LARGE ? `${formatNumber(LARGE)}+` : formatNumber(count));

/** How much is new in a room; how often it mentions the reader stands out, and alone where the room is muted. */
export function UnreadBadge({ room }: { room: Room }) {
  const unread = room.unread.value;
  const { mentions } = room.reading;
  if (room.news.value === 0) return null;
  return (
    <span class="unread">
      {mentions > 0 && (
        <span class="unread-mentions">
          <span aria-hidden="true">@{short(mentions)}</span>
          <span class="visually-hidden">{formatCount(mentions, "mention", "mentions")} of you{room.muted.value ? "" : ", "}</span>
        </span>
      )}
      {!room.muted.value && (
        <span class="room-unread">
          <span aria-hidden="true">{short(unread)}</span>
          <span class="visually-hidden">{formatCount(unread, "new message", "new messages")}</span>
        </span>
      )}
    </span>
  );
}

import { useRef } from "preact/hooks";
import { dayOf, formatCount, formatDay, formatTime } from "../../state/format";
import type { Room } from "../../state/rooms/room";
import type { Timeline } from "../../state/timeline/timeline";
import { useChat } from "../context";
import { useFocusHeir } from "../parts/focus";
import { now } from "../ui";

function formatSince(moment: Date): string {
  const time = formatTime(moment);
  return dayOf(moment) === dayOf(now.value) ? time : `${formatDay(moment, now.value)}, ${time}`;
}

/** Over the messages, while there are new ones further down, or marked as unread: how many, and the way to be done. */
export function UnreadBar({ room, timeline }: { room: Room; timeline: Timeline }) {
  if (room.unread.value === 0 || (timeline.following.value && !room.reading.held)) return null;
  return <Bar room={room} timeline={timeline} />;
}

function Bar({ room, timeline }: { room: Room; timeline: Timeline }) {
  const { reading } = useChat();
  const bar = useRef<HTMLDivElement>(null);
  useFocusHeir(bar);
  const first = timeline.find(room.reading.number + 1);
  return (
    <div ref={bar} class="unread-bar">
      <p>
        {formatCount(room.unread.value, "new message", "new messages")}
        {first && ` since ${formatSince(new Date(first.created_at))}`}
      </p>
      <button type="button" class="text-button" title="Mark this room as read (Escape)" onClick={() => reading.markRead(room)}>
        Mark as read
      </button>
    </div>
  );
}

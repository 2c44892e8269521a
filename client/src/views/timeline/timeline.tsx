import { useComputed } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Room } from "../../state/rooms/room";
import { buildRows } from "../../state/timeline/rows";
import type { Timeline } from "../../state/timeline/timeline";
import { formatCount } from "../../state/format";
import { useChat } from "../context";
import { useFocusHeir } from "../parts/focus";
import { Icon } from "../parts/icons";
import { Beginning } from "../rooms/beginning";
import { Scroller } from "./scroller";
import { RowView } from "./timeline-row";
import { UnreadBar } from "../reading/unread-bar";

/** What stands where messages are still to come, at either end. */
function Edge({ timeline, end }: { timeline: Timeline; end: "older" | "newer" }) {
  const load = () => (end === "older" ? timeline.loadOlder() : timeline.loadNewer());
  if (timeline.failed.value === end) {
    return (
      <p class="timeline-edge" role="alert">
        These messages could not be loaded.
        <button type="button" class="button button-quiet" onClick={() => void load()}>
          Try again
        </button>
      </p>
    );
  }
  return <p class="timeline-edge timeline-edge-loading">Loading messages…</p>;
}

function Latest({ room, timeline }: { room: Room; timeline: Timeline }) {
  const button = useRef<HTMLButtonElement>(null);
  useFocusHeir(button);
  const count = room.unread.value;
  return (
    <button ref={button} type="button" class="latest" data-count={count} onClick={() => void timeline.jumpToNewest()}>
      <Icon name="down" />
      {count > 0 ? formatCount(count, "new message", "new messages") : "Jump to latest"}
    </button>
  );
}

/** The messages of a room. */
export function TimelineView({ room, timeline }: { room: Room; timeline: Timeline }) {
  const chat = useChat();
  const rows = useComputed(() => {
    const { messages, after } = timeline.window.value;
    const entries = after ? [] : chat.outbox.entries.value.filter((entry) => entry.room === room.id);
    return buildRows({ messages, entries, me: chat.me, divider: room.reading.line });
  });
  const { before, after } = timeline.window.value;
  return (
    <div class="timeline">
      <Scroller timeline={timeline} label={`Messages in ${room.title.value}`}>
        {before ? <Edge key="older" timeline={timeline} end="older" /> : <Beginning key="start" room={room} empty={rows.value.length === 0} />}
        <ol class="messages" role="list" key="messages">
          {rows.value.map((row) => (
            <RowView key={row.key} row={row} room={room} draft={room.draft} />
          ))}
        </ol>
        {after && <Edge key="newer" timeline={timeline} end="newer" />}
      </Scroller>
      <UnreadBar room={room} timeline={timeline} />
      {!timeline.following.value && <Latest room={room} timeline={timeline} />}
    </div>
  );
}

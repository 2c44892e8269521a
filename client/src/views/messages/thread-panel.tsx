import { useComputed } from "@preact/signals";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { OutboxEntry } from "../../net/outbox-entry";
import type { Room } from "../../state/rooms/room";
import { buildRows } from "../../state/timeline/rows";
import type { Thread } from "../../state/messages/thread";
import { Composer } from "../composer/composer";
import { useChat } from "../context";
import { takePasted } from "../composer/drop-target";
import { PagesView, useFetched } from "../parts/pages";
import { moveBetweenRows } from "../timeline/row-keys";
import { RowView } from "../timeline/timeline-row";

/** So near to the end counts as being there. */
const BOTTOM_PX = 48;

const belongs = ({ room, reply_to }: OutboxEntry, thread: Thread): boolean =>
  room === thread.room && thread.items.value.some(({ number }) => number === reply_to);

/** Keeps the view at the end of the thread while the reader is there. */
function useStickToEnd(content: unknown) {
  const view = useRef<HTMLDivElement>(null);
  const stuck = useRef(true);
  useLayoutEffect(() => {
    if (view.current && stuck.current) view.current.scrollTop = view.current.scrollHeight;
  }, [content]);
  useEffect(() => {
    const element = view.current;
    if (!element) return;
    // What is written below grows, and takes the place of what was read.
    const observer = new ResizeObserver(() => {
      if (stuck.current) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const onScroll = () => {
    const element = view.current;
    if (element) stuck.current = element.scrollHeight - element.scrollTop - element.clientHeight < BOTTOM_PX;
  };
  return { view, onScroll };
}

/** A message and all that answer it, with a place to answer too. */
export function ThreadPanel({ room, root }: { room: Room; root: number }) {
  const chat = useChat();
  const thread = useMemo(() => chat.threads.open(room, root), [room, root]);
  useEffect(() => thread.follow(chat.feed), [thread]);
  useFetched(thread);
  const draft = chat.threads.draft(room, root);
  const rows = useComputed(() => {
    const entries = chat.outbox.entries.value.filter((entry) => belongs(entry, thread));
    return buildRows({ messages: thread.items.value, entries, me: chat.me, divider: null, thread: root });
  });
  const { view, onScroll } = useStickToEnd(rows.value);
  const writable = !room.archived.value;
  return (
    <div class="thread" onPaste={(event) => writable && takePasted(event, (files) => draft.attach(files))}>
      <div
        ref={view}
        class="thread-messages"
        tabIndex={0}
        role="region"
        aria-label="Messages in the thread"
        onScroll={onScroll}
        onKeyDown={(event) => {
          if (event.key !== "Escape") moveBetweenRows(event, event.currentTarget);
        }}
      >
        <PagesView pages={thread} count={rows.value.length} what="The thread" none="">
          <ol class="messages" role="list">
            {rows.value.map((row) => (
              <RowView key={row.key} row={row} room={room} draft={draft} />
            ))}
          </ol>
        </PagesView>
      </div>
      {writable && <Composer room={room} draft={draft} />}
    </div>
  );
}

import { useComputed } from "@preact/signals";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { OutboxEntry } from "../../net/outbox-entry";
import type { Room } from "../../state/rooms/room";
import { buildRows } from "../../state/timeline/rows";
import type { Thread } from "../../state/messages/thread";
import { Composer } from "../composer/composer";
import { useChat } from "../context";
import { takePasted } from "../composer/drop-target";
import { moveBetweenRows } from "../timeline/row-keys";
import { RowView } from "../timeline/timeline-row";

/** So near to the end counts as being there. */
const BOTTOM_PX = 48;

const belongs = ({ room, reply_to }: OutboxEntry, thread: Thread): boolean =>
  room === thread.room && thread.messages.value.some(({ number }) => number === reply_to);

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

/** Fetches a thread, again with every new connection. */
function useThread(room: Room, root: number): Thread {
  const chat = useChat();
  const thread = useMemo(() => chat.threads.open(room, root), [room, root]);
  const connected = chat.status.value === "connected";
  useEffect(() => thread.follow(chat.feed), [thread]);
  useEffect(() => {
    if (connected) void thread.load();
  }, [thread, connected]);
  return thread;
}

function State({ thread }: { thread: Thread }) {
  if (thread.failed.value) {
    return (
      <p class="panel-empty" role="alert">
        The thread could not be loaded.{" "}
        <button type="button" class="text-button" onClick={() => void thread.load()}>
          Try again
        </button>
      </p>
    );
  }
  return thread.messages.value.length === 0 ? <p class="panel-empty">Loading…</p> : null;
}

/** A message and all that answer it, with a place to answer too. */
export function ThreadPanel({ room, root }: { room: Room; root: number }) {
  const chat = useChat();
  const thread = useThread(room, root);
  const draft = chat.threads.draft(room, root);
  const rows = useComputed(() => {
    const entries = chat.outbox.entries.value.filter((entry) => belongs(entry, thread));
    return buildRows({ messages: thread.messages.value, entries, me: chat.me, divider: null, thread: root });
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
        <State thread={thread} />
        <ol class="messages" role="list">
          {rows.value.map((row) => (
            <RowView key={row.key} row={row} room={room} draft={draft} />
          ))}
        </ol>
      </div>
      {writable && <Composer room={room} draft={draft} />}
    </div>
  );
}

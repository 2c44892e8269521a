import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { Room } from "../state/room";
import type { Item } from "../state/rows";
import { formatMoment, formatShortTime, formatTime } from "../state/format";
import { Failure } from "./failure";
import { Files } from "./files";
import { Fold } from "./fold";
import { Icon } from "./icons";
import { renderMarkdown } from "./markdown";
import { memo } from "./memo";
import { PersonAvatar, StatusMark } from "./presence-dot";
import { Toolbar } from "./toolbar";

function Moment({ date, children }: { date: Date; children?: ComponentChildren }) {
  return (
    <time class="message-time" dateTime={date.toISOString()} title={formatMoment(date)}>
      {children ?? formatTime(date)}
    </time>
  );
}

/** Who said it and when; for the ear alone where the row above said so. */
function Head({ item, lead }: { item: Item; lead: boolean }) {
  if (!lead) {
    return (
      <div class="message-gutter">
        <span class="visually-hidden">{item.author.username}, </span>
        <Moment date={item.created_at}>{formatShortTime(item.created_at)}</Moment>
      </div>
    );
  }
  return (
    <>
      <div class="message-gutter">
        <PersonAvatar user={item.author} />
      </div>
      <div class="message-head">
        <span class="message-author">{item.author.username}</span>
        <StatusMark user={item.author} />
        {item.own && <span class="message-own">you</span>}
        <Moment date={item.created_at} />
      </div>
    </>
  );
}

function Body({ item, room }: { item: Item; room: Room }) {
  const stay = () => {
    // Who unfolds a message reads on where it was folded, and not at the newest one.
    if (room.timeline.value) room.timeline.value.following.value = false;
  };
  if (item.deleted) return <p class="message-body message-deleted">Message deleted</p>;
  return (
    <>
      {item.body !== "" && (
        <Fold text={item.body} onOpen={stay}>
          {renderMarkdown(item.body)}
        </Fold>
      )}
      {item.edited_at && (
        <span class="message-edited" title={formatMoment(item.edited_at)}>
          edited
        </span>
      )}
      {item.files.length > 0 && <Files files={item.files} />}
    </>
  );
}

/** One message, whether the server has it yet or not. */
export const MessageRow = memo(({ item, lead, room }: { item: Item; lead: boolean; room: Room }) => {
  const near = useSignal(false);
  return (
    <li
      class={lead ? "message message-lead" : "message"}
      data-number={item.number}
      data-client-id={item.client_id}
      data-state={item.state}
      data-own={item.own ? "" : undefined}
      tabIndex={-1}
      onFocusIn={() => (near.value = true)}
      onFocusOut={() => (near.value = false)}
    >
      <Head item={item} lead={lead} />
      <div class="message-content">
        <Body item={item} room={room} />
      </div>
      {item.state === "pending" && (
        <p class="message-pending">
          <Icon name="clock" />
          Sending…
        </p>
      )}
      {item.state === "failed" && <Failure item={item} room={room} />}
      {item.own && item.number !== null && !item.deleted && !room.archived.value && <Toolbar room={room} number={item.number} near={near} />}
    </li>
  );
});

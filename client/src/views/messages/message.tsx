import { useComputed, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { Draft } from "../../state/drafts/draft";
import type { Room } from "../../state/rooms/room";
import type { Item } from "../../state/timeline/rows";
import { formatMoment, formatShortTime, formatTime } from "../../state/format";
import { actionOf } from "../../state/messages/action";
import { useChat } from "../context";
import { Failure } from "./failure";
import { Files } from "./files";
import { Fold } from "./fold";
import { renderMarkdown } from "../markdown/markdown";
import { memo } from "../parts/memo";
import { Marks } from "./marks";
import { Quote } from "./quote";
import { Reactions } from "./reactions";
import { Replies } from "./replies";
import { Pending } from "../timeline/pending";
import { PersonAvatar, StatusMark } from "../people/presence-dot";
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

/** A message's text, or what its author does ("/me waves") as a sentence about them. */
function Text({ item }: { item: Item }) {
  const { me } = useChat();
  const context = { mentions: item.mentions, everyone: item.everyone, me: me.id };
  const action = actionOf(item.body);
  if (action === null) return <>{renderMarkdown(item.body, context)}</>;
  return (
    <div class="message-action">
      <span class="message-actor">{item.author.username} </span>
      {renderMarkdown(action, context)}
    </div>
  );
}

function Body({ item, onUnfold }: { item: Item; onUnfold: () => void }) {
  if (item.deleted) return <p class="message-body message-deleted">Message deleted</p>;
  return (
    <>
      {item.body !== "" && (
        <Fold text={item.body} onOpen={onUnfold}>
          <Text item={item} />
        </Fold>
      )}
      {item.edited_at && (
        <span class="message-edited" title={formatMoment(item.edited_at)}>
          edited
        </span>
      )}
      {item.message && <Marks message={item.message} />}
      {item.files.length > 0 && <Files files={item.files} />}
    </>
  );
}

interface Props {
  item: Item;
  lead: boolean;
  room: Room;
  /** What answers to it are written in: that of the room, or of the thread in which it is shown. */
  draft: Draft;
}

/** One message, whether the server has it yet or not. */
export const MessageRow = memo(({ item, lead, room, draft }: Props) => {
  const near = useSignal(false);
  const inThread = draft.thread !== null;
  const aimed = useComputed(() => !inThread && item.number !== null && room.timeline.value?.target.value?.number === item.number);
  const { message, reply_to } = item;
  const stay = () => {
    // Who unfolds a message reads on where it was folded, and not at the newest one.
    if (room.timeline.value && !inThread) room.timeline.value.following.value = false;
  };
  return (
    <li
      class={lead ? "message message-lead" : "message"}
      data-number={item.number}
      data-client-id={item.client_id}
      data-state={item.state}
      data-own={item.own ? "" : undefined}
      data-mentions-me={item.mentionsMe ? "" : undefined}
      data-aimed={aimed.value ? "" : undefined}
      tabIndex={-1}
      onFocusIn={() => (near.value = true)}
      onFocusOut={() => (near.value = false)}
    >
      <Head item={item} lead={lead} />
      {item.mentionsMe && <span class="visually-hidden">Mentions you: </span>}
      {reply_to !== null && reply_to !== draft.thread && <Quote room={room} number={reply_to} near={near} />}
      <div class="message-content">
        <Body item={item} onUnfold={stay} />
      </div>
      {item.state === "pending" && <Pending />}
      {item.state === "failed" && <Failure item={item} room={room} />}
      {message && message.reactions.length > 0 && <Reactions message={message} writable={!room.archived.value} near={near} />}
      {message && message.replies > 0 && !inThread && <Replies message={message} near={near} />}
      {message && !message.deleted && <Toolbar message={message} room={room} draft={draft} near={near} />}
    </li>
  );
});

import type { OutboxEntry } from "../../net/outbox-entry";
import type { FilePayload, MessagePayload, UserPayload } from "../../protocol";
import { dayOf, isSoonAfter } from "../format";
import { mentionsMe } from "../messages/mentions";

/** A message as a row shows it, whether or not the server has it yet. */
export interface Item {
  readonly key: string;
  readonly number: number | null;
  readonly client_id: string;
  readonly author: UserPayload;
  readonly body: string;
  readonly files: readonly FilePayload[];
  readonly created_at: Date;
  readonly edited_at: Date | null;
  readonly deleted: boolean;
  readonly own: boolean;
  /** Whom it calls by name. */
  readonly mentions: readonly UserPayload[];
  /** It calls everybody in the room, or who was there. */
  readonly everyone: boolean;
  /** It calls its reader, by name or with everybody. */
  readonly mentionsMe: boolean;
  readonly state: "sent" | "pending" | "failed";
  readonly reason: string | null;
  /** The number of the message that it answers. */
  readonly reply_to: number | null;
  /** As the server has it. */
  readonly message: MessagePayload | null;
}

export type Row =
  | { kind: "day"; key: string; date: Date }
  | { kind: "new"; key: string }
  | { kind: "message"; key: string; item: Item; lead: boolean };

const items = new WeakMap<MessagePayload | OutboxEntry, Item>();

// A sent message keeps the key it had while pending, and so its place in the document.
const keyOf = (author: UserPayload, clientId: string): string => `${author.id}:${clientId}`;

function remember(source: MessagePayload | OutboxEntry, make: () => Item): Item {
  const known = items.get(source);
  if (known) return known;
  const item = make();
  items.set(source, item);
  return item;
}

/** A stored message as an item; the same object for the same message. */
export function itemOf(message: MessagePayload, me: UserPayload): Item {
  return remember(message, () => ({
    key: keyOf(message.author, message.client_id),
    number: message.number,
    client_id: message.client_id,
    author: message.author,
    body: message.body,
    files: message.files,
    created_at: new Date(message.created_at),
    edited_at: message.edited_at === null ? null : new Date(message.edited_at),
    deleted: message.deleted,
    own: message.author.id === me.id,
    mentions: message.mentions,
    everyone: message.everyone !== null,
    mentionsMe: mentionsMe(message, me),
    state: "sent",
    reason: null,
    reply_to: message.deleted ? null : message.reply_to,
    message,
  }));
}

function pendingItem(entry: OutboxEntry, me: UserPayload): Item {
  if (entry.message) return itemOf(entry.message, me);
  return remember(entry, () => ({
    key: keyOf(me, entry.client_id),
    number: null,
    client_id: entry.client_id,
    author: me,
    body: entry.body,
    files: entry.files,
    created_at: new Date(entry.created_at),
    edited_at: null,
    deleted: false,
    own: true,
    mentions: [],
    everyone: false,
    mentionsMe: false,
    state: entry.state,
    reason: entry.error?.message ?? null,
    reply_to: entry.reply_to ?? null,
    message: null,
  }));
}

/** What stands in the timeline, in order. */
interface RowSources {
  messages: readonly MessagePayload[];
  /** What of the outbox belongs below the messages. */
  entries: readonly OutboxEntry[];
  me: UserPayload;
  /** The number of the last message read before new ones came, null for no line. */
  divider: number | null;
  /** The message that began the thread, where one is shown: there it goes without saying that it is answered. */
  thread?: number;
}

/**
 * Lays out rows: a separator for each day, a line above what is new, one heading for what is said in one breath.
 * An answer has its own, since what it answers is quoted between the two.
 */
export function buildRows({ messages, entries, me, divider, thread }: RowSources): Row[] {
  const loaded = messages.map((message) => itemOf(message, me));
  const held = new Set(loaded.map((item) => item.key));
  const waiting = entries.map((entry) => pendingItem(entry, me)).filter((item) => !held.has(item.key));
  const rows: Row[] = [];
  let previous: Item | null = null;
  for (const item of [...loaded, ...waiting]) {
    const day = dayOf(item.created_at);
    const newDay: boolean = !previous || (item.number === null ? day > dayOf(previous.created_at) : day !== dayOf(previous.created_at));
    if (newDay) rows.push({ kind: "day", key: `day:${item.key}`, date: item.created_at });
    const firstNew: boolean =
      divider !== null && item.number !== null && item.number > divider && (previous ? (previous.number ?? 0) <= divider : item.number === divider + 1);
    if (firstNew) rows.push({ kind: "new", key: "new" });
    rows.push({ kind: "message", key: item.key, item, lead: newDay || firstNew || !continues(previous, item, thread) });
    previous = item;
  }
  return rows;
}

function continues(previous: Item | null, item: Item, thread?: number): boolean {
  if (!previous || (item.reply_to !== null && item.reply_to !== thread)) return false;
  return previous.author.id === item.author.id && isSoonAfter(previous.created_at, item.created_at);
}

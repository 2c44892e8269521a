import type { PageQuery } from "../src/net/api";
import type { ChangesPayload, MessagePayload, PagePayload, UserPayload } from "../src/protocol";

export const alice: UserPayload = { id: 1, username: "alice" };
export const bob: UserPayload = { id: 2, username: "bob" };

/** A room as the server keeps it: numbers and versions count up, a deleted message is a tombstone. */
export class FakeRoom {
  readonly id: number;
  readonly messages: MessagePayload[] = [];
  version = 0;

  constructor(id = 1) {
    this.id = id;
  }

  post(author = bob, body = "hello", client_id = crypto.randomUUID() as string): MessagePayload {
    const message: MessagePayload = {
      room: this.id,
      number: this.messages.length + 1,
      version: ++this.version,
      client_id,
      author,
      body,
      created_at: new Date(Date.UTC(2026, 0, 1, 12) + this.messages.length * 60_000).toISOString(),
      edited_at: null,
      deleted: false,
      files: [],
      reply_to: null,
      thread: null,
      replies: 0,
      mentions: [],
      everyone: null,
      reactions: [],
      pinned: false,
    };
    this.messages.push(message);
    return message;
  }

  edit(number: number, body: string): MessagePayload {
    return this.#change(number, { body, edited_at: new Date(Date.UTC(2026, 0, 2)).toISOString() });
  }

  delete(number: number): MessagePayload {
    return this.#change(number, { body: "", deleted: true });
  }

  reply(to: number, author = bob, body = "an answer"): MessagePayload {
    const answered = this.messages[to - 1];
    const message = this.post(author, body);
    return this.#change(message.number, { reply_to: to, thread: answered?.thread ?? to }, message.version);
  }

  change(number: number, change: Partial<MessagePayload>): MessagePayload {
    return this.#change(number, change);
  }

  page({ before, after, around }: PageQuery = {}, limit = 50): PagePayload {
    if (around !== undefined) return this.#around(around, limit);
    let messages = this.messages.filter(({ number }) => number < (before ?? Infinity) && number > (after ?? 0));
    messages = after === undefined ? messages.slice(-limit) : messages.slice(0, limit);
    return {
      version: this.version,
      messages,
      before: (messages[0]?.number ?? 1) > 1,
      after: (messages.at(-1)?.number ?? this.messages.length) < this.messages.length,
    };
  }

  changes(since: number, limit = 200): ChangesPayload {
    const changed = this.messages.filter(({ version }) => version > since).sort((a, b) => a.version - b.version);
    const messages = changed.slice(0, limit);
    const more = changed.length > limit;
    return { version: more ? (messages.at(-1)?.version ?? since) : this.version, messages, more, reset: false };
  }

  reset(): ChangesPayload {
    const { version, messages } = this.page();
    return { version, messages, more: false, reset: true };
  }

  #around(number: number, limit: number): PagePayload {
    const first = Math.max(1, number - limit / 2);
    const messages = this.messages.slice(first - 1, number + limit / 2 - 1);
    const after = (messages.at(-1)?.number ?? this.messages.length) < this.messages.length;
    return { version: this.version, messages, before: first > 1, after };
  }

  #change(number: number, change: Partial<MessagePayload>, version = ++this.version): MessagePayload {
    const message = this.messages[number - 1];
    if (!message) throw new Error(`There is no message ${number}.`);
    const changed = { ...message, ...change, version };
    this.messages[number - 1] = changed;
    return changed;
  }
}

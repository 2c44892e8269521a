import type { Connection } from "../../net/connection";
import type { MessagePayload } from "../../protocol";
import type { Feed } from "../feed";
import { Pages, type Page } from "../pages";
import { withNewer } from "./newer";

const PAGE = 200;

/** All of a thread: nobody reads one from the middle. */
async function fetchThread(connection: Connection, room: number, number: number): Promise<Page<MessagePayload>> {
  const items: MessagePayload[] = [];
  for (let after = 0, more = true; more; ) {
    const page = await connection.request("message:thread", { room, number, after, limit: PAGE });
    items.splice(0, 1, page.root);
    items.push(...page.messages);
    after = page.messages.at(-1)?.number ?? after;
    more = page.more && page.messages.length > 0;
  }
  return { items, more: false };
}

/** A message and all that answer it, in the order in which they were said. */
export class Thread extends Pages<MessagePayload> {
  readonly room: number;
  readonly number: number;

  constructor(room: number, number: number, connection: Connection) {
    super(() => fetchThread(connection, room, number));
    this.room = room;
    this.number = number;
  }

  /** Takes what comes in from here on; returns what ends it. */
  follow(feed: Feed): () => void {
    return feed.listen((message) => {
      if (message.room !== this.room || (message.number !== this.number && message.thread !== this.number)) return;
      this.change((messages) =>
        messages.some(({ number }) => number === message.number)
          ? withNewer(messages, message)
          : [...messages, message].sort((one, other) => one.number - other.number),
      );
    });
  }
}

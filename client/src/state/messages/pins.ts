import type { Connection } from "../../net/connection";
import type { MessagePayload } from "../../protocol";
import type { Feed } from "../feed";
import { Pages } from "../pages";
import { withNewer } from "./newer";

/** The pins of a room, with what a message says by now of being one. */
function pinnedWith(pinned: readonly MessagePayload[], message: MessagePayload): readonly MessagePayload[] {
  const held = pinned.find(({ number }) => number === message.number);
  if (!held) return message.pinned ? [message, ...pinned] : pinned;
  if (message.pinned || held.version >= message.version) return withNewer(pinned, message);
  return pinned.filter((other) => other !== held);
}

/** What is pinned in each room that was looked at, the last pinned first. */
export class Pins {
  readonly #connection: Connection;
  readonly #rooms = new Map<number, Pages<MessagePayload>>();

  constructor(connection: Connection, feed: Feed) {
    this.#connection = connection;
    feed.listen((message) => this.#rooms.get(message.room)?.change((pinned) => pinnedWith(pinned, message)));
    connection.on("welcome", () => {
      for (const pages of this.#rooms.values()) void pages.load();
    });
  }

  /** What is pinned in a room: asked for the first time, then kept as it changes. */
  of(room: number): Pages<MessagePayload> {
    const known = this.#rooms.get(room);
    if (known) return known;
    const pages = new Pages<MessagePayload>(async ({ length: skip }) => {
      const { messages, more } = await this.#connection.request("room:pins", { room, skip });
      return { items: messages, more };
    });
    this.#rooms.set(room, pages);
    void pages.load();
    return pages;
  }
}

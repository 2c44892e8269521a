import type { MessagePayload } from "../../protocol";
import type { Feed } from "../feed";
import { Pages } from "../pages";
import { withNewer } from "./newer";
import type { Saved } from "./saved";

/** The messages that one has saved, as far as they were asked for, the last saved first. */
export class SavedList extends Pages<MessagePayload> {
  readonly #saved: Saved;

  constructor(saved: Saved) {
    super(async (before) => {
      const { messages, more } = await saved.list(before.filter((message) => saved.has(message)).length);
      return { items: messages, more };
    });
    this.#saved = saved;
  }

  /** Those that are saved still: what is let go is gone at once. */
  get messages(): readonly MessagePayload[] {
    return this.items.value.filter((message) => this.#saved.has(message));
  }

  /** Takes what comes in from here on; returns what ends it. */
  follow(feed: Feed): () => void {
    return feed.listen((message) => this.change((messages) => withNewer(messages, message)));
  }
}

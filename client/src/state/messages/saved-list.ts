import { signal } from "@preact/signals";
import type { MessagePayload } from "../../protocol";
import type { Feed } from "../feed";
import type { Saved } from "./saved";

/** The messages that one has saved, as far as they were asked for, the last saved first. */
export class SavedList {
  readonly #saved: Saved;
  readonly #messages = signal<readonly MessagePayload[]>([]);
  readonly more = signal(false);
  readonly loading = signal(true);
  readonly failed = signal(false);

  constructor(saved: Saved) {
    this.#saved = saved;
  }

  /** Those that are saved still: what is let go is gone at once. */
  get messages(): readonly MessagePayload[] {
    return this.#messages.value.filter((message) => this.#saved.has(message));
  }

  /** Takes what comes in from here on; returns what ends it. */
  follow(feed: Feed): () => void {
    return feed.listen((message) => {
      this.#messages.value = this.#messages.peek().map((held) => (isNewer(message, held) ? message : held));
    });
  }

  /** Fetches the first of them, or those behind the ones that are here. */
  async load({ more } = { more: false }): Promise<void> {
    this.loading.value = true;
    this.failed.value = false;
    try {
      const held = more ? this.messages : [];
      const page = await this.#saved.list(held.length);
      this.#messages.value = [...held, ...page.messages];
      this.more.value = page.more;
    } catch {
      this.failed.value = true;
    }
    this.loading.value = false;
  }
}

const isNewer = (message: MessagePayload, held: MessagePayload): boolean =>
  message.room === held.room && message.number === held.number && message.version > held.version;

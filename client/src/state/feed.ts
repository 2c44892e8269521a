import type { MessagePayload } from "../protocol";

type Listener = (message: MessagePayload) => void;

/** Every message as it comes in, live or fetched, in no order: for those who hold messages of their own. */
export class Feed {
  readonly #listeners = new Set<Listener>();

  /** Returns what ends it. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(messages: readonly MessagePayload[]): void {
    for (const listener of this.#listeners) for (const message of messages) listener(message);
  }
}

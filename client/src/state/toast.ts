import { signal, type ReadonlySignal } from "@preact/signals";
import { explain } from "../net/errors";

const SHOWN_MS = 5_000;

/** A word in passing: what was done, or could not be. */
export class Toast {
  readonly #text = signal<string | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  get text(): ReadonlySignal<string | null> {
    return this.#text;
  }

  say(text: string): void {
    clearTimeout(this.#timer);
    this.#text.value = text;
    this.#timer = setTimeout(() => (this.#text.value = null), SHOWN_MS);
  }

  /** Waits for the way to a message, and says so where it does not lead there. */
  async tellOf(jump: Promise<boolean>): Promise<void> {
    const found = await jump.catch(() => null);
    if (found === null) this.say("That message could not be loaded.");
    else if (!found) this.say("There is no such message here.");
  }

  /** Waits for something that was asked for, and says what came of it. */
  async report(asked: Promise<string>): Promise<void> {
    await this.attempt(asked.then((told) => this.say(told)));
  }

  /** Waits for something that was asked for, and says so if it is refused. */
  async attempt(asked: Promise<unknown>): Promise<void> {
    try {
      await asked;
    } catch (error) {
      this.say(explain(error));
    }
  }
}

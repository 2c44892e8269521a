import { signal } from "@preact/signals";
import { backoff } from "./backoff";
import { RequestError } from "./errors";
import type { Exclusive } from "./lock";

/** What came of one turn: sent (or failed for good), nothing to send, or trouble that may pass. */
export type Turn = "done" | "idle" | { trouble: unknown };

/**
 * Takes turns at sending: one at a time, in one tab at a time, while there is a connection, and after
 * trouble only when its time has come.
 */
export class Delivery {
  readonly #exclusive: Exclusive;
  readonly #turn: () => Promise<Turn>;
  #online = false;
  #running = false;
  #wanted = false;
  #failures = 0;
  /** When the server, which had too much at once, is asked again; as `Date.now()` counts. */
  readonly heldUntil = signal(0);
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(exclusive: Exclusive, turn: () => Promise<Turn>) {
    this.#exclusive = exclusive;
    this.#turn = turn;
  }

  /** There is a connection, and it is this user's. */
  resume(): void {
    this.#online = true;
    this.#failures = 0;
    this.start();
  }

  /** The connection is gone. */
  pause(): void {
    this.#online = false;
    clearTimeout(this.#timer);
  }

  /** There may be something to send. */
  start(): void {
    this.#wanted = true;
    if (this.#running || !this.#online) return;
    clearTimeout(this.#timer);
    const held = this.heldUntil.value - Date.now();
    if (held > 0) this.#later(held);
    else void this.#run();
  }

  #later(delay: number): void {
    this.#timer = setTimeout(() => this.start(), delay);
  }

  async #run(): Promise<void> {
    this.#running = true;
    let delay: number | null = null;
    while (this.#online && this.#wanted && delay === null) {
      this.#wanted = false;
      const turn = await this.#exclusive(this.#turn).catch((trouble: unknown): Turn => ({ trouble }));
      if (turn === "done") this.#failures = 0;
      if (turn !== "idle") this.#wanted = true;
      if (typeof turn === "object") delay = this.#delay(turn.trouble);
    }
    this.#running = false;
    if (delay !== null && this.#online) this.#later(delay);
  }

  /** How long to wait: what the server asks for, and a backoff so that clients do not return in step. */
  #delay(trouble: unknown): number {
    const asked = trouble instanceof RequestError && trouble.retryAfter !== null ? trouble.retryAfter * 1000 : 0;
    const delay = asked + backoff(this.#failures++);
    if (asked > 0) this.heldUntil.value = Date.now() + delay;
    return delay;
  }
}

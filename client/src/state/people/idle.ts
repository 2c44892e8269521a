import type { Connection } from "../../net/connection";

const IDLE_MS = 5 * 60_000;
/** Input comes by the hundred a second; the clock is wound up this often at most. */
const WIND_MS = 5_000;

/** Tells the server when nobody is at this device, and when somebody is again. */
export class Idle {
  readonly #connection: Connection;
  #idle = false;
  #wound = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.active();
    // A new connection counts as one with somebody at it.
    connection.on("welcome", () => this.#idle && this.#tell());
  }

  /** Somebody does something here, or looks at the page again. A page that is hidden has no input. */
  active(): void {
    const now = Date.now();
    if (!this.#idle && now - this.#wound < WIND_MS) return;
    this.#wound = now;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#set(true), IDLE_MS);
    this.#set(false);
  }

  #set(idle: boolean): void {
    if (idle === this.#idle) return;
    this.#idle = idle;
    this.#tell();
  }

  #tell(): void {
    this.#connection.request("presence:idle", { idle: this.#idle }).catch(() => undefined);
  }
}

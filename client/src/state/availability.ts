import { signal } from "@preact/signals";
import type { Connection } from "../net/connection";
import type { PersonPresencePayload, UserPayload } from "../protocol";

/** Whether one is there, as one tells it oneself. */
export class Availability {
  readonly #connection: Connection;
  readonly #presence = signal<PersonPresencePayload | null>(null);

  constructor(connection: Connection, me: UserPayload) {
    this.#connection = connection;
    connection.on("welcome", ({ presence }) => (this.#presence.value = presence));
    connection.on("presence", ({ users }) => {
      const mine = users.find(({ user }) => user === me.id);
      if (mine) this.#presence.value = mine;
    });
  }

  /** Whether others see one as away. */
  get away(): boolean {
    return this.#presence.value?.state === "away";
  }

  async setAway(away: boolean): Promise<void> {
    this.#presence.value = (await this.#connection.request("away:set", { away })).presence;
  }

  /** Says something of oneself, until it is taken back with an empty text. */
  async say(text: string): Promise<void> {
    this.#presence.value = (await this.#connection.request("status:set", { text })).presence;
  }
}

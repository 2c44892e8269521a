import { signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { Connection } from "../../net/connection";
import type { PersonPresencePayload, StatusSet, UserPayload } from "../../protocol";

/** As many as the server lets one watch. */
const WATCHED_MAX = 200;
/** Scrolling brings people into view and out again: they are gathered. */
const GATHER_MS = 1_000;

/** Whether people are there: those on the screen are watched, and oneself. */
export class Presence {
  readonly #connection: Connection;
  readonly #me: number;
  /** How often each is on the screen, those last who came last. */
  readonly #shown = new Map<number, number>();
  readonly #people = new Map<number, Signal<PersonPresencePayload | null>>();
  #asked = "";
  #gathering: ReturnType<typeof setTimeout> | undefined;

  constructor(connection: Connection, me: UserPayload) {
    this.#connection = connection;
    this.#me = me.id;
    connection.on("presence", ({ users }) => this.#take(users));
    connection.on("welcome", ({ user, presence }) => {
      if (user.id !== this.#me) return;
      this.#take([presence]);
      // The server knows nothing of what an earlier connection watched.
      this.#asked = "";
      void this.#watch();
    });
  }

  /** Where somebody is, as far as that is known. */
  of(user: number): ReadonlySignal<PersonPresencePayload | null> {
    return this.#person(user);
  }

  get own(): ReadonlySignal<PersonPresencePayload | null> {
    return this.#person(this.#me);
  }

  /** Somebody is on the screen, until the function is called that this returns. */
  show(user: number): () => void {
    const times = this.#shown.get(user) ?? 0;
    this.#shown.delete(user);
    this.#shown.set(user, times + 1);
    this.#gather();
    return () => {
      const left = (this.#shown.get(user) ?? 1) - 1;
      if (left > 0) this.#shown.set(user, left);
      else this.#shown.delete(user);
      this.#gather();
    };
  }

  async setAway(away: boolean): Promise<void> {
    this.#take([(await this.#connection.request("away:set", { away })).presence]);
  }

  /** Says something of oneself; without emoji and text, nothing. */
  async setStatus(status: StatusSet): Promise<void> {
    this.#take([(await this.#connection.request("status:set", status)).presence]);
  }

  #gather(): void {
    this.#gathering ??= setTimeout(() => void this.#watch(), GATHER_MS);
  }

  async #watch(): Promise<void> {
    clearTimeout(this.#gathering);
    this.#gathering = undefined;
    const others = [...this.#shown.keys()].filter((user) => user !== this.#me);
    const users = [this.#me, ...others.slice(1 - WATCHED_MAX)].sort((one, other) => one - other);
    const asked = users.join();
    if (asked === this.#asked || this.#connection.status.value !== "connected") return;
    this.#asked = asked;
    try {
      const answer = await this.#connection.request("presence:watch", { users });
      if (this.#asked !== asked) return;
      this.#forget(new Set(users));
      this.#take(answer.users);
    } catch {
      // Asked again with the next change of who is on the screen, or the next welcome.
      if (this.#asked === asked) this.#asked = "";
    }
  }

  /** Of those who are not watched nobody says when they go. */
  #forget(watched: ReadonlySet<number>): void {
    for (const [user, person] of this.#people) if (!watched.has(user)) person.value = null;
  }

  #take(people: readonly PersonPresencePayload[]): void {
    for (const person of people) this.#person(person.user).value = person;
  }

  #person(user: number): Signal<PersonPresencePayload | null> {
    let person = this.#people.get(user);
    if (!person) this.#people.set(user, (person = signal<PersonPresencePayload | null>(null)));
    return person;
  }
}

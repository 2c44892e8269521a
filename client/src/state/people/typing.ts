import { signal, type Signal } from "@preact/signals";
import type { Connection } from "../../net/connection";
import type { MessagePayload, UserPayload } from "../../protocol";
import type { Draft } from "../drafts/draft";

/** Others are told at most this often that somebody writes. */
const TELL_MS = 3_000;
/** Who was not heard of for this long has stopped. */
const SHOWN_MS = 6_000;

interface Writer {
  user: UserPayload;
  timer: ReturnType<typeof setTimeout>;
}

const placeOf = (room: number, thread: number | null): string => `${room}:${thread ?? ""}`;

/** A command is for the server alone, what is being edited was said already, and nothing is nothing. */
const isNews = (draft: Draft): boolean =>
  !draft.editing.value && !draft.text.value.startsWith("/") && draft.text.value.trim() !== "";

/** Who is writing at this moment, and that one does so oneself. */
export class Typing {
  readonly #connection: Connection;
  readonly #me: UserPayload;
  readonly #places = new Map<string, Signal<ReadonlyMap<number, Writer>>>();
  readonly #told = new Map<string, number>();

  constructor(connection: Connection, me: UserPayload) {
    this.#connection = connection;
    this.#me = me;
    connection.on("typing", ({ room, users, threads }) => {
      this.#take(placeOf(room, null), users);
      for (const { thread, users } of threads) this.#take(placeOf(room, thread), users);
    });
  }

  /** Who is writing in a room, or in a thread of it, those first who began first. */
  in(room: number, thread: number | null = null): readonly UserPayload[] {
    return [...this.#writers(placeOf(room, thread)).value.values()].map(({ user }) => user);
  }

  /** Told when the text of a draft changes under its writer's hands. */
  wrote(room: number, draft: Draft): void {
    const now = Date.now();
    const { thread } = draft;
    const place = placeOf(room, thread);
    if (!isNews(draft) || now - (this.#told.get(place) ?? 0) < TELL_MS) return;
    this.#told.set(place, now);
    // Of passing interest: what is lost, or refused, is said again by the next keystroke.
    this.#connection.request("typing", thread === null ? { room } : { room, thread }).catch(() => undefined);
  }

  /** Takes a message: its author has finished. What answers another one may be written in the room or in its thread. */
  arrived({ room, thread, author }: MessagePayload): void {
    for (const place of [placeOf(room, null), placeOf(room, thread)]) {
      this.#drop(place, author.id);
      // The next message of one's own is news at once.
      if (author.id === this.#me.id) this.#told.delete(place);
    }
  }

  #take(place: string, users: readonly UserPayload[]): void {
    const writers = this.#writers(place);
    const next = new Map(writers.value);
    for (const user of users) {
      if (user.id === this.#me.id) continue;
      clearTimeout(next.get(user.id)?.timer);
      next.set(user.id, { user, timer: setTimeout(() => this.#drop(place, user.id), SHOWN_MS) });
    }
    writers.value = next;
  }

  #drop(place: string, user: number): void {
    const writers = this.#places.get(place);
    const writer = writers?.value.get(user);
    if (!writers || !writer) return;
    clearTimeout(writer.timer);
    const next = new Map(writers.value);
    next.delete(user);
    writers.value = next;
  }

  #writers(place: string): Signal<ReadonlyMap<number, Writer>> {
    let writers = this.#places.get(place);
    if (!writers) this.#places.set(place, (writers = signal<ReadonlyMap<number, Writer>>(new Map())));
    return writers;
  }
}

import { signal, type Signal } from "@preact/signals";
import type { Connection } from "../../net/connection";
import type { MessagePayload, TypingPayload, UserPayload } from "../../protocol";
import type { Draft } from "../drafts/draft";

/** Others are told at most this often that somebody writes. */
const TELL_MS = 3_000;
/** Who was not heard of for this long has stopped. */
const SHOWN_MS = 6_000;

interface Writer {
  user: UserPayload;
  timer: ReturnType<typeof setTimeout>;
}

/** A command is for the server alone, what is being edited was said already, and nothing is nothing. */
const isNews = (draft: Draft): boolean =>
  !draft.editing.value && !draft.text.value.startsWith("/") && draft.text.value.trim() !== "";

/** Who is writing at this moment, and that one does so oneself. */
export class Typing {
  readonly #connection: Connection;
  readonly #me: UserPayload;
  readonly #rooms = new Map<number, Signal<ReadonlyMap<number, Writer>>>();
  readonly #told = new Map<number, number>();

  constructor(connection: Connection, me: UserPayload) {
    this.#connection = connection;
    this.#me = me;
    connection.on("typing", (typing) => this.#take(typing));
  }

  /** Who is writing in a room, those first who began first. */
  in(room: number): readonly UserPayload[] {
    return [...this.#writers(room).value.values()].map(({ user }) => user);
  }

  /** Told when the text of a draft changes under its writer's hands. */
  wrote(room: number, draft: Draft): void {
    const now = Date.now();
    if (!isNews(draft) || now - (this.#told.get(room) ?? 0) < TELL_MS) return;
    this.#told.set(room, now);
    // Of passing interest: what is lost, or refused, is said again by the next keystroke.
    this.#connection.request("typing", { room }).catch(() => undefined);
  }

  /** Takes a message: its author has finished. */
  arrived({ room, author }: MessagePayload): void {
    this.#drop(room, author.id);
    // The next message of one's own is news at once.
    if (author.id === this.#me.id) this.#told.delete(room);
  }

  #take({ room, users }: TypingPayload): void {
    const writers = this.#writers(room);
    const next = new Map(writers.value);
    for (const user of users) {
      if (user.id === this.#me.id) continue;
      clearTimeout(next.get(user.id)?.timer);
      next.set(user.id, { user, timer: setTimeout(() => this.#drop(room, user.id), SHOWN_MS) });
    }
    writers.value = next;
  }

  #drop(room: number, user: number): void {
    const writers = this.#rooms.get(room);
    const writer = writers?.value.get(user);
    if (!writers || !writer) return;
    clearTimeout(writer.timer);
    const next = new Map(writers.value);
    next.delete(user);
    writers.value = next;
  }

  #writers(room: number): Signal<ReadonlyMap<number, Writer>> {
    let writers = this.#rooms.get(room);
    if (!writers) this.#rooms.set(room, (writers = signal<ReadonlyMap<number, Writer>>(new Map())));
    return writers;
  }
}

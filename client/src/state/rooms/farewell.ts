import { effect, signal, untracked } from "@preact/signals";
import type { Outbox } from "../../net/outbox";
import type { FilePayload, UserPayload } from "../../protocol";
import type { Room } from "./room";
import type { Rooms } from "./rooms";
import { mention } from "./title";

/** That a room is gone, with what the reader wrote there and can send no more. */
export interface Notice {
  text: string;
  unsent: readonly string[];
}

const worded = (body: string, files: readonly FilePayload[]): string =>
  body.trim() || files.map(({ name }) => name).join(", ");

/** What is left of a room that is gone: a word about it, and what was not sent, to be copied. */
export class Farewell {
  readonly #outbox: Outbox;
  readonly #rooms: Rooms;
  readonly #me: UserPayload;
  readonly notice = signal<Notice | null>(null);

  constructor(outbox: Outbox, rooms: Rooms, me: UserPayload) {
    this.#outbox = outbox;
    this.#rooms = rooms;
    this.#me = me;
    effect(() => this.#takeStrays());
  }

  /** Lets go of what was being written in a room. */
  part(room: Room, { wasOpen, left }: { wasOpen: boolean; left: boolean }): void {
    const { draft } = room;
    if (draft.editing.value) draft.stopEditing();
    const text = worded(draft.body.value, draft.attachments.payloads);
    draft.discard();
    // Whoever asked to leave knows.
    if ((left || !wasOpen) && text === "") return;
    const name = mention(room.header.value, this.#me);
    this.#tell(left ? `You left ${name}.` : `You are not in ${name} any more.`, text === "" ? [] : [text]);
  }

  /**
   * A message that waits is sent, and refused if the room is really gone. One that failed there would stay
   * in the outbox for good, where nothing shows it.
   */
  #takeStrays(): void {
    const stray = this.#outbox.entries.value.filter(({ state, room }) => state === "failed" && !this.#rooms.find(room));
    if (stray.length === 0) return;
    untracked(() => {
      const text = this.notice.value?.text ?? "You wrote something in a room in which you are not any more.";
      this.#tell(text, stray.map(({ body, files }) => worded(body, files)));
      for (const { client_id } of stray) this.#outbox.discard(client_id);
    });
  }

  #tell(text: string, unsent: readonly string[]): void {
    this.notice.value = { text, unsent: [...(this.notice.value?.unsent ?? []), ...unsent] };
  }
}

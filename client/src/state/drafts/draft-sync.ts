import { effect, untracked } from "@preact/signals";
import type { Connection } from "../../net/connection";
import { waitOut } from "../../net/patience";
import type { DraftContent } from "../../protocol";
import type { Chat } from "../chat";
import type { Draft } from "./draft";
import { SyncedContent } from "./saved-draft";
import { SharedDraft } from "./shared-draft";

type Page = Pick<Chat, "me" | "rooms" | "current" | "visible">;

/** Keeps what is being written the same on every device of the user. */
export class DraftSync {
  readonly #connection: Connection;
  readonly #shared = new Map<number, SharedDraft>();
  /** Rooms of which something was heard since all drafts were asked for: it is newer than the answer. */
  #heard: Set<number> | null = null;

  constructor(page: Page, connection: Connection) {
    this.#connection = connection;
    connection.on("welcome", ({ user }) => {
      if (user.id === page.me.id) void this.#catchUp();
    });
    connection.on("draft", (draft) => {
      this.#heard?.add(draft.room);
      this.#shared.get(draft.room)?.hear(draft);
    });
    effect(() => this.#follow(page));
    effect(() => {
      const open = page.visible.value ? page.current.value?.id : undefined;
      // What is not before the writer's eyes does not wait for them to pause.
      untracked(() => this.#shared.forEach((shared, room) => room !== open && shared.flush()));
    });
  }

  /** Begins with rooms that came, and ends with those that went. */
  #follow({ me, rooms }: Page): void {
    const present = new Map(rooms.value.map((room) => [room.id, room]));
    for (const [id, shared] of this.#shared) {
      if (present.has(id)) continue;
      shared.dispose();
      this.#shared.delete(id);
    }
    for (const [id, { draft }] of present) if (!this.#shared.has(id)) this.#shared.set(id, this.#begin(me.id, id, draft));
  }

  #begin(me: number, room: number, draft: Draft): SharedDraft {
    const save = (content: DraftContent) => this.#connection.request("draft:save", { room, ...content });
    return untracked(() => new SharedDraft(draft, new SyncedContent(me, room), save));
  }

  async #catchUp(): Promise<void> {
    const heard = new Set<number>();
    this.#heard = heard;
    try {
      const { drafts, more } = await this.#connection.request("draft:list", {});
      // Another welcome came meanwhile, and with it another question.
      if (this.#heard !== heard) return;
      this.#heard = null;
      const listed = new Map(drafts.map((draft) => [draft.room, draft]));
      for (const [room, shared] of this.#shared) {
        const draft = listed.get(room) ?? null;
        if (heard.has(room)) continue;
        // One that was left out for want of space is not empty.
        if (draft === null && more) shared.retry();
        else shared.resume(draft);
      }
    } catch (error) {
      if ((await waitOut(error)) && this.#heard === heard) void this.#catchUp();
    }
  }
}

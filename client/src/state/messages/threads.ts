import type { Connection } from "../../net/connection";
import type { StartUpload } from "../../net/upload";
import type { UserPayload } from "../../protocol";
import type { Limits } from "../boot";
import { Draft } from "../drafts/draft";
import type { Room } from "../rooms/room";
import { DraftStorage } from "../drafts/saved-draft";
import { Thread } from "./thread";

/** What threads ask of the page around them. */
export interface ThreadsPorts {
  me: UserPayload;
  limits: Limits;
  connection: Connection;
  startUpload: StartUpload;
  send: (room: Room, draft: Draft) => void;
}

/** The threads of all rooms. */
export class Threads {
  readonly #ports: ThreadsPorts;
  /** Kept, because one may have files on their way when its thread is closed. */
  readonly #drafts = new Map<string, Draft>();

  constructor(ports: ThreadsPorts) {
    this.#ports = ports;
    ports.connection.on("welcome", () => {
      for (const draft of this.#drafts.values()) draft.reconnected();
    });
  }

  open(room: Room, root: number): Thread {
    return new Thread(room.id, root, this.#ports.connection);
  }

  /** Whether files are on their way that would be lost with the page. */
  get uploading(): boolean {
    return [...this.#drafts.values()].some((draft) => draft.attachments.uploading);
  }

  /** What is being written in a thread. */
  draft(room: Room, root: number): Draft {
    const { me, limits, startUpload, send } = this.#ports;
    const place = `${room.id}:${root}`;
    const known = this.#drafts.get(place);
    if (known) return known;
    const draft: Draft = new Draft(limits, new DraftStorage(me.id, place), startUpload, () => send(room, draft), root);
    this.#drafts.set(place, draft);
    return draft;
  }
}

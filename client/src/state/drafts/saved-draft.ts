import type { FilePayload } from "../../protocol";

/** What of an unsent message outlives the page. */
export interface SavedDraft {
  text: string;
  files: FilePayload[];
  /** The number of the message that it answers. */
  reply_to?: number | null;
  saved_at: number;
}

/** The server removes a file that no message took after a day. */
const FILES_LIVE_MS = 20 * 60 * 60 * 1000;

/** As in `chatroom/static/js/logout.js`, for pages without the chatroom. */
const PREFIX = "chatroom:draft:";

const EMPTY: SavedDraft = { text: "", files: [], saved_at: 0 };

/** Whoever wrote is leaving: what is written, or heard from the server, until the page goes is not kept. */
let leaving = false;

/** Keeps one draft; written at once, because a page may be closed without a word. */
export class DraftStorage {
  readonly #key: string;
  #last = "";

  /** `place` is a room, or a thread in one. */
  constructor(user: number, place: number | string) {
    this.#key = `${PREFIX}${user}:${place}`;
  }

  load(): SavedDraft {
    try {
      const saved = JSON.parse(localStorage.getItem(this.#key) ?? "null") as SavedDraft | null;
      if (!saved) return EMPTY;
      this.#last = JSON.stringify([saved.text, saved.files, saved.reply_to ?? null]);
      const fresh = Date.now() - saved.saved_at < FILES_LIVE_MS;
      return fresh ? saved : { ...saved, files: [] };
    } catch {
      return EMPTY;
    }
  }

  save(text: string, files: FilePayload[], reply_to: number | null = null): void {
    const content = JSON.stringify([text, files, reply_to]);
    if (leaving || content === this.#last) return;
    this.#last = content;
    try {
      if (text === "" && files.length === 0) localStorage.removeItem(this.#key);
      else localStorage.setItem(this.#key, JSON.stringify({ text, files, reply_to, saved_at: Date.now() }));
    } catch {
      // No storage, or a full one: the draft lives as long as the page.
    }
  }
}

/** Keeps what of a draft the server had when last heard of: what differs from that was written here since. */
export class SyncedContent {
  readonly #key: string;

  constructor(user: number, room: number) {
    this.#key = `${PREFIX}${user}:${room}:synced`;
  }

  load(): string {
    try {
      return localStorage.getItem(this.#key) ?? "";
    } catch {
      return "";
    }
  }

  save(content: string): void {
    if (leaving) return;
    try {
      if (content === "") localStorage.removeItem(this.#key);
      else localStorage.setItem(this.#key, content);
    } catch {
      // No storage, or a full one: after a reload this device is taken to have written its text since.
    }
  }
}

/** Removes what is unsent from this browser for good, because its writer logs out. */
export function leaveNoDrafts(): void {
  leaving = true;
  // They came back to the page as it was.
  addEventListener("pageshow", () => (leaving = false), { once: true });
  forgetDrafts();
}

/** Removes what others left unsent in this browser: of everybody, or of everybody else. */
export function forgetDrafts(keep?: number): void {
  try {
    const kept = keep === undefined ? null : `${PREFIX}${keep}:`;
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(PREFIX) && !(kept && key.startsWith(kept))) localStorage.removeItem(key);
    }
  } catch {
    // No storage: there is nothing to remove.
  }
}

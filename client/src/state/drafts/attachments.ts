import { signal, type ReadonlySignal } from "@preact/signals";
import { explain, isTransient } from "../../net/errors";
import type { StartUpload, Upload } from "../../net/upload";
import { uuid } from "../../net/uuid";
import type { FilePayload } from "../../protocol";
import type { Limits } from "../boot";
import { formatCount, formatSize } from "../format";
import { keepPreview, previewFor, releasePreview } from "./previews";

/** A file on its way into a message. */
export interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly type: string;
  readonly preview: string | null;
  readonly state: "waiting" | "uploading" | "done" | "failed";
  /** From 0 to 1. */
  readonly progress: number;
  readonly error: string | null;
  readonly mayRetry: boolean;
  readonly payload: FilePayload | null;
}

/** More at once would only make each slower. */
const AT_ONCE = 3;

/** The files of the message being written: each is uploaded as soon as it is chosen. */
export class Attachments {
  readonly #limits: Limits;
  readonly #startUpload: StartUpload;
  readonly #list = signal<readonly Attachment[]>([]);
  readonly #files = new Map<string, File>();
  readonly #uploads = new Map<string, Upload>();

  constructor(limits: Limits, startUpload: StartUpload) {
    this.#limits = limits;
    this.#startUpload = startUpload;
  }

  get list(): ReadonlySignal<readonly Attachment[]> {
    return this.#list;
  }

  get uploading(): boolean {
    return this.#list.value.some(({ state }) => state === "waiting" || state === "uploading");
  }

  /** Those that were not uploaded. */
  get failed(): Attachment[] {
    return this.#list.value.filter(({ state }) => state === "failed");
  }

  /** What is uploaded. */
  get payloads(): FilePayload[] {
    return this.#list.value.flatMap(({ payload }) => payload ?? []);
  }

  /** Takes files; returns what to tell the person about those it did not take, if anything. */
  add(files: readonly File[]): string | null {
    const room = this.#limits.files_per_message - this.#list.value.length;
    const taken = files.slice(0, Math.max(0, room));
    this.#list.value = [...this.#list.value, ...taken.map((file) => this.#attachmentOf(file))];
    this.#startWaiting();
    if (taken.length === files.length) return null;
    const most = formatCount(this.#limits.files_per_message, "file", "files");
    return `A message can carry ${most}. ${formatCount(files.length - taken.length, "file was", "files were")} left out.`;
  }

  /** Puts back files that were uploaded before. */
  restore(payloads: readonly FilePayload[]): void {
    const restored = payloads.map((payload) => ({
      id: uuid(),
      name: payload.name,
      size: payload.size,
      type: payload.type,
      preview: payload.kind === "image" ? payload.url : null,
      state: "done" as const,
      progress: 1,
      error: null,
      mayRetry: false,
      payload,
    }));
    this.#list.value = [...this.#list.value, ...restored].slice(0, this.#limits.files_per_message);
  }

  remove(id: string): void {
    releasePreview(this.#list.value.find((attachment) => attachment.id === id)?.preview);
    this.#list.value = this.#list.value.filter((attachment) => attachment.id !== id);
    this.#uploads.get(id)?.abort();
    this.#forget(id);
    this.#startWaiting();
  }

  retry(id: string): void {
    this.#update(id, { state: "waiting", progress: 0, error: null });
    this.#startWaiting();
  }

  /** Uploads again what failed for a reason that may have passed. */
  retryAll(): void {
    for (const { id, mayRetry } of this.failed) if (mayRetry) this.retry(id);
  }

  /** Empties the list, once a message has taken the files. */
  clear(): void {
    for (const { id, payload, preview } of this.#list.value) {
      if (payload) keepPreview(payload, preview);
      else releasePreview(preview);
      this.#forget(id);
    }
    this.#list.value = [];
  }

  #attachmentOf(file: File): Attachment {
    const id = uuid();
    this.#files.set(id, file);
    const limit = this.#limits.file_bytes;
    const tooLarge = file.size > limit;
    return {
      id,
      name: file.name,
      size: file.size,
      type: file.type,
      preview: tooLarge ? null : previewFor(file),
      state: tooLarge ? "failed" : "waiting",
      progress: 0,
      error: tooLarge ? `File is ${formatSize(file.size)}; the limit is ${formatSize(limit)}` : null,
      mayRetry: false,
      payload: null,
    };
  }

  #startWaiting(): void {
    for (const { id, state } of this.#list.value) {
      if (this.#uploads.size >= AT_ONCE) return;
      const file = this.#files.get(id);
      if (state === "waiting" && file) void this.#run(id, file);
    }
  }

  async #run(id: string, file: File): Promise<void> {
    const upload = this.#startUpload(file, (progress) => this.#update(id, { progress }));
    this.#uploads.set(id, upload);
    this.#update(id, { state: "uploading" });
    try {
      const payload = await upload.finished;
      this.#update(id, { state: "done", progress: 1, payload });
    } catch (error) {
      this.#update(id, { state: "failed", error: explain(error), mayRetry: isTransient(error) });
    } finally {
      this.#uploads.delete(id);
      this.#startWaiting();
    }
  }

  #update(id: string, change: Partial<Attachment>): void {
    this.#list.value = this.#list.value.map((attachment) =>
      attachment.id === id ? { ...attachment, ...change } : attachment,
    );
  }

  #forget(id: string): void {
    this.#files.delete(id);
    this.#uploads.delete(id);
  }
}

import { computed, effect, signal, untracked } from "@preact/signals";
import type { StartUpload } from "../../net/upload";
import type { DraftContent, FilePayload, MessagePayload } from "../../protocol";
import { Attachments } from "./attachments";
import type { Limits } from "../boot";
import { formatNumber } from "../format";
import type { DraftStorage } from "./saved-draft";

/** Characters as the server counts them: code points. */
export function lengthOf(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** A text without what the server cannot store. */
const storable = (text: string): string => text.replaceAll("\0", "").replace(/\p{Surrogate}/gu, "\ufffd");

/** A body as it is sent: no blank lines around it. */
export const cleanBody = (text: string): string => storable(text).replace(/^(?:[^\S\n]*\n)+/, "").trimEnd();

/** What is being written in one room or thread: a new message, or the new text of an old one. */
export class Draft {
  readonly text = signal("");
  readonly editing = signal<MessagePayload | null>(null);
  /** The number of the message that this answers. */
  readonly replying = signal<number | null>(null);
  /** The number of the message that began the thread in which this is written, null outside of threads. */
  readonly thread: number | null;
  /** Something the writer should know. */
  readonly notice = signal<string | null>(null);
  /** Send was pressed while files were still on their way. */
  readonly queued = signal(false);
  readonly attachments: Attachments;
  readonly body = computed(() => cleanBody(this.text.value));
  readonly #limits: Limits;
  readonly #storage: DraftStorage;
  #unsent = "";

  constructor(limits: Limits, storage: DraftStorage, startUpload: StartUpload, send: () => void, thread: number | null = null) {
    this.#limits = limits;
    this.#storage = storage;
    this.thread = thread;
    this.attachments = new Attachments(limits, startUpload);
    const saved = storage.load();
    this.text.value = saved.text;
    this.attachments.restore(saved.files);
    this.replying.value = saved.reply_to ?? null;
    effect(() => {
      if (!this.editing.value) storage.save(this.text.value, this.attachments.payloads, this.replying.value);
    });
    effect(() => {
      if (!this.queued.value || this.attachments.uploading) return;
      this.queued.value = false;
      if (this.attachments.failed.length > 0) this.notice.value = this.#failure;
      else untracked(send);
    });
  }

  /** The new message as far as it is written, also while an old one is being changed. */
  get content(): DraftContent {
    const text = this.editing.value ? this.#unsent : this.text.value;
    return { body: storable(text), reply_to: this.replying.value };
  }

  /** It was written on at another device. */
  take({ body, reply_to }: DraftContent): void {
    if (this.editing.value) this.#unsent = body;
    else this.text.value = body;
    this.replying.value = reply_to ?? null;
  }

  /** What the message answers once it is sent: in a thread, at least what began it. */
  get reply_to(): number | null {
    return this.replying.value ?? this.thread;
  }

  /** How many characters are left, once that is worth showing. */
  get left(): number | null {
    if (this.text.value.length < this.#limits.body * 0.9) return null;
    return this.#limits.body - lengthOf(this.body.value);
  }

  get empty(): boolean {
    return this.body.value.trim() === "" && this.attachments.list.value.length === 0;
  }

  /** Why this cannot be sent as it stands; null when it can. */
  get objection(): string | null {
    const over = -(this.left ?? 0);
    if (over > 0) {
      return `The message is too long by ${formatNumber(over)}. The limit is ${formatNumber(this.#limits.body)} characters.`;
    }
    return this.editing.value ? null : this.#failure;
  }

  /** What to do about files that were not uploaded, in the words of the buttons that are there for it. */
  get #failure(): string | null {
    const { failed } = this.attachments;
    if (failed.length === 0) return null;
    const which = failed.length === 1 ? "the file that failed" : "the files that failed";
    return failed.every(({ mayRetry }) => mayRetry) ? `Try ${which} again, or remove ${failed.length === 1 ? "it" : "them"}.` : `Remove ${which}.`;
  }

  attach(files: readonly File[]): void {
    if (this.editing.value) this.notice.value = "Files go with new messages. Finish editing first.";
    else this.notice.value = this.attachments.add(files);
  }

  /** Takes a file out. A message that waited for it is a draft again, for its writer to look at. */
  detach(id: string): void {
    this.queued.value = false;
    this.notice.value = null;
    this.attachments.remove(id);
  }

  /** Uploads a file again. */
  retry(id: string): void {
    this.notice.value = null;
    this.attachments.retry(id);
  }

  /** There is a connection again: uploads that broke off have another chance. */
  reconnected(): void {
    if (!this.attachments.failed.some(({ mayRetry }) => mayRetry)) return;
    this.notice.value = null;
    this.attachments.retryAll();
  }

  /** Starts changing a sent message; what was being written waits. */
  edit(message: MessagePayload): void {
    if (!this.editing.value) this.#unsent = this.text.value;
    this.editing.value = message;
    this.text.value = message.body;
    this.notice.value = null;
    this.queued.value = false;
  }

  /** Makes what is being written an answer to a message. */
  reply(number: number): void {
    if (this.editing.value) this.stopEditing();
    this.replying.value = number;
  }

  /** Back to what was being written. */
  stopEditing(): void {
    this.text.value = this.#unsent;
    this.editing.value = null;
    this.notice.value = null;
    this.#unsent = "";
  }

  /** Steps back once: out of changing a message, or else of answering one. */
  cancel(): void {
    if (this.editing.value) this.stopEditing();
    else this.replying.value = null;
  }

  /** Takes back what could not be sent, to be changed. */
  takeBack(body: string, files: readonly FilePayload[], reply_to: number | null = null): void {
    if (this.editing.value) this.stopEditing();
    this.text.value = this.text.value === "" ? body : `${body}\n${this.text.value}`;
    this.attachments.restore(files);
    this.replying.value ??= reply_to;
  }

  /** There is nowhere to send it: let go of all of it, uploads that are under way included. */
  discard(): void {
    this.queued.value = false;
    for (const { id } of this.attachments.list.value) this.attachments.remove(id);
    this.clear();
  }

  /** The message is on its way: start afresh. */
  clear(): void {
    this.text.value = "";
    this.replying.value = null;
    this.notice.value = null;
    this.queued.value = false;
    this.attachments.clear();
    this.#storage.save("", []);
  }
}

import { signal, type ReadonlySignal } from "@preact/signals";
import type { FilePayload, MessagePayload, MessageSend } from "../protocol";
import { Delivery, type Turn } from "./delivery";
import { RequestError, explain, isTransient } from "./errors";
import type { Exclusive } from "./lock";
import type { Notices } from "./notices";
import type { OutboxEntry } from "./outbox-entry";
import type { OutboxStore } from "./outbox-store";
import { uuid } from "./uuid";

/** What the outbox stands on. */
export interface OutboxPorts {
  user: number;
  store: OutboxStore;
  exclusive: Exclusive;
  notices: Notices;
  /** Sends one message; resolves with it as the server stored it. */
  send: (message: MessageSend) => Promise<MessagePayload>;
  /** Told of every message that was acknowledged, in this tab or another. */
  onSent: (message: MessagePayload) => void;
}

/** A server error that repeats this often is the message's own. */
const SERVER_ERRORS_MAX = 5;

/**
 * Keeps a message from the moment it is sent until the server has acknowledged it.
 *
 * One message at a time, so that they arrive in the order in which they were written; a retry carries
 * the same `client_id`, so that however often it is sent it is stored once.
 */
export class Outbox {
  readonly #ports: OutboxPorts;
  readonly #entries = signal<readonly OutboxEntry[]>([]);
  readonly #serverErrors = new Map<string, number>();
  /** Acknowledged or discarded, even where the store has yet to hear of it. */
  readonly #done = new Set<string>();
  readonly #delivery: Delivery;

  constructor(ports: OutboxPorts) {
    this.#ports = ports;
    this.#delivery = new Delivery(ports.exclusive, () => this.#sendNext());
    ports.notices.listen((notice) => {
      if (notice.kind === "sent") this.#sent(notice.message);
      else void this.load();
    });
  }

  /** What is waiting, what failed, and what was acknowledged but is not in the timeline yet. */
  get entries(): ReadonlySignal<readonly OutboxEntry[]> {
    return this.#entries;
  }

  /** When sending goes on, where the server has asked for time. */
  get heldUntil(): ReadonlySignal<number> {
    return this.#delivery.heldUntil;
  }

  /** Takes up what an earlier page or another tab left. */
  async load(): Promise<void> {
    const stored = await this.#ports.store.list();
    const held = new Set(stored.map((entry) => entry.client_id));
    const acknowledged = this.#entries.value.filter((entry) => entry.message);
    const unsaved = this.#entries.value.filter(
      (entry) => !entry.message && entry.sequence === undefined && !held.has(entry.client_id),
    );
    const waiting = stored.filter((entry) => !this.#done.has(entry.client_id));
    this.#entries.value = [...acknowledged, ...waiting, ...unsaved];
    this.#delivery.start();
  }

  /** Sends a message: shown at once, stored, then sent when its turn comes. */
  add(room: number, body: string, files: FilePayload[], reply_to: number | null = null): OutboxEntry {
    const entry: OutboxEntry = {
      user: this.#ports.user,
      room,
      client_id: uuid(),
      body,
      files,
      reply_to,
      created_at: new Date().toISOString(),
      state: "pending",
    };
    this.#entries.value = [...this.#entries.value, entry];
    void this.#save(entry);
    return entry;
  }

  /** Sends a failed message again, in its old place. */
  retry(clientId: string): void {
    const failed = this.#find(clientId);
    if (failed?.state !== "failed") return;
    // The server knows this id with other content: only a new id can succeed.
    const client_id = failed.error?.code === "conflict" ? uuid() : clientId;
    const { error: _, ...entry } = failed;
    const pending: OutboxEntry = { ...entry, client_id, state: "pending" };
    this.#serverErrors.delete(clientId);
    this.#replace(clientId, pending);
    void this.#save(pending);
  }

  /** Takes a failed message out. */
  discard(clientId: string): void {
    const entry = this.#find(clientId);
    if (!entry) return;
    this.#entries.value = this.#entries.value.filter((other) => other !== entry);
    void this.#forget(entry);
  }

  /** A message of this user was seen from the server: it needs no sending, whoever was told so first. */
  settle(message: MessagePayload): void {
    const entry = this.#find(message.client_id);
    if (!entry || entry.message) return;
    this.#replace(message.client_id, { ...entry, message });
    void this.#forget(entry);
  }

  /** The timeline of a room is complete up to a version: what it holds needs no place here. */
  prune(room: number, version: number): void {
    const kept = this.#entries.value.filter(
      (entry) => entry.room !== room || !entry.message || entry.message.version > version,
    );
    if (kept.length !== this.#entries.value.length) this.#entries.value = kept;
  }

  /** There is a connection, and it is this user's. */
  resume(): void {
    this.#delivery.resume();
  }

  /** The connection is gone. */
  pause(): void {
    this.#delivery.pause();
  }

  #find(clientId: string): OutboxEntry | undefined {
    return this.#entries.value.find((entry) => entry.client_id === clientId);
  }

  #replace(clientId: string, entry: OutboxEntry): void {
    this.#entries.value = this.#entries.value.map((other) => (other.client_id === clientId ? entry : other));
  }

  async #save(entry: OutboxEntry): Promise<void> {
    await this.#ports.store.put(entry);
    this.#ports.notices.post({ kind: "changed" });
    await this.load();
  }

  async #forget(entry: OutboxEntry): Promise<void> {
    this.#done.add(entry.client_id);
    this.#serverErrors.delete(entry.client_id);
    const sequence = entry.sequence ?? (await this.#sequenceOf(entry.client_id));
    if (sequence !== undefined) await this.#ports.store.remove(sequence);
    if (!entry.message) this.#ports.notices.post({ kind: "changed" });
  }

  /** The place of an entry that was being stored when it was last looked at. */
  async #sequenceOf(clientId: string): Promise<number | undefined> {
    const stored = await this.#ports.store.list();
    return stored.find((entry) => entry.client_id === clientId)?.sequence;
  }

  #sent(message: MessagePayload): void {
    this.settle(message);
    this.#ports.onSent(message);
  }

  /** Sends the first that is waiting. */
  async #sendNext(): Promise<Turn> {
    const stored = await this.#ports.store.list();
    const entry = stored.find((other) => other.state === "pending" && !this.#done.has(other.client_id));
    if (!entry) return "idle";
    const { room, client_id, body, files, reply_to } = entry;
    try {
      const answering = reply_to ? { reply_to } : {};
      const message = await this.#ports.send({ room, client_id, body, files: files.map((file) => file.id), ...answering });
      this.#sent(message);
      this.#ports.notices.post({ kind: "sent", message });
      await this.#forget({ ...entry, message });
    } catch (trouble) {
      if (isTransient(trouble) || this.#mayPass(entry, trouble)) return { trouble };
      await this.#fail(entry, trouble);
    }
    return "done";
  }

  /** Whether a mistake of the server's is worth another try. */
  #mayPass(entry: OutboxEntry, error: unknown): boolean {
    if (error instanceof RequestError && error.code !== "internal") return false;
    const count = (this.#serverErrors.get(entry.client_id) ?? 0) + 1;
    this.#serverErrors.set(entry.client_id, count);
    return count < SERVER_ERRORS_MAX;
  }

  async #fail(entry: OutboxEntry, error: unknown): Promise<void> {
    if (this.#done.has(entry.client_id)) return;
    const code = error instanceof RequestError ? error.code : "internal";
    const failed: OutboxEntry = { ...entry, state: "failed", error: { code, message: explain(error) } };
    await this.#save(failed);
  }
}

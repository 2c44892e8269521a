import { signal, type ReadonlySignal } from "@preact/signals";
import type { FilePayload, MessagePayload, MessageSend } from "../protocol";
import { RequestError, explain, isTransient } from "./errors";
import { backoff } from "./backoff";
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
  #online = false;
  #draining = false;
  #again = false;
  #failures = 0;
  #heldUntil = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(ports: OutboxPorts) {
    this.#ports = ports;
    ports.notices.listen((notice) => {
      if (notice.kind === "sent") this.#sent(notice.message);
      else void this.load();
    });
  }

  /** What is waiting, what failed, and what was acknowledged but is not in the timeline yet. */
  get entries(): ReadonlySignal<readonly OutboxEntry[]> {
    return this.#entries;
  }

  /** Takes up what an earlier page or another tab left. */
  async load(): Promise<void> {
    const stored = await this.#ports.store.list();
    const held = new Set(stored.map((entry) => entry.client_id));
    const acknowledged = new Map<string, OutboxEntry>();
    const unsaved: OutboxEntry[] = [];
    for (const entry of this.#entries.value) {
      if (entry.message) acknowledged.set(entry.client_id, entry);
      else if (entry.sequence === undefined && !held.has(entry.client_id)) unsaved.push(entry);
    }
    const waiting = stored.filter((entry) => !acknowledged.has(entry.client_id));
    this.#entries.value = [...acknowledged.values(), ...waiting, ...unsaved];
    this.#drain();
  }

  /** Sends a message: shown at once, stored, then sent when its turn comes. */
  add(room: number, body: string, files: FilePayload[]): OutboxEntry {
    const entry: OutboxEntry = {
      user: this.#ports.user,
      room,
      client_id: uuid(),
      body,
      files,
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
    this.#online = true;
    this.#failures = 0;
    this.#drain();
  }

  /** The connection is gone. */
  pause(): void {
    this.#online = false;
    clearTimeout(this.#timer);
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
    this.#serverErrors.delete(entry.client_id);
    if (entry.sequence !== undefined) await this.#ports.store.remove(entry.sequence);
    if (!entry.message) this.#ports.notices.post({ kind: "changed" });
  }

  #sent(message: MessagePayload): void {
    this.settle(message);
    this.#ports.onSent(message);
  }

  #drain(): void {
    this.#again = true;
    if (this.#draining || !this.#online) return;
    clearTimeout(this.#timer);
    const held = this.#heldUntil - Date.now();
    if (held > 0) this.#timer = setTimeout(() => this.#drain(), held);
    else void this.#sendAll();
  }

  async #sendAll(): Promise<void> {
    this.#draining = true;
    let delay: number | null = null;
    while (this.#online && this.#again && delay === null) {
      this.#again = false;
      delay = await this.#ports.exclusive(() => this.#sendNext()).catch(() => backoff(this.#failures++));
    }
    this.#draining = false;
    if (delay !== null && this.#online) this.#timer = setTimeout(() => this.#drain(), delay);
  }

  /** Sends the first that is waiting. Returns how long to wait before the next, null for not at all. */
  async #sendNext(): Promise<number | null> {
    const stored = await this.#ports.store.list();
    const entry = stored.find((other) => other.state === "pending" && !this.#find(other.client_id)?.message);
    if (!entry) return null;
    this.#again = true;
    const { room, client_id, body, files } = entry;
    try {
      const message = await this.#ports.send({ room, client_id, body, files: files.map((file) => file.id) });
      this.#failures = 0;
      this.#sent(message);
      this.#ports.notices.post({ kind: "sent", message });
      await this.#forget({ ...entry, message });
      return null;
    } catch (error) {
      if (isTransient(error) || this.#mayPass(entry, error)) return this.#delay(error);
      await this.#fail(entry, error);
      return null;
    }
  }

  /** Whether a mistake of the server's is worth another try. */
  #mayPass(entry: OutboxEntry, error: unknown): boolean {
    if (error instanceof RequestError && error.code !== "internal") return false;
    const count = (this.#serverErrors.get(entry.client_id) ?? 0) + 1;
    this.#serverErrors.set(entry.client_id, count);
    return count < SERVER_ERRORS_MAX;
  }

  #delay(error: unknown): number {
    const asked = error instanceof RequestError && error.retryAfter !== null ? error.retryAfter * 1000 : 0;
    const delay = asked + backoff(this.#failures++);
    if (asked > 0) this.#heldUntil = Date.now() + delay;
    return delay;
  }

  async #fail(entry: OutboxEntry, error: unknown): Promise<void> {
    if (this.#find(entry.client_id)?.message) return;
    const code = error instanceof RequestError ? error.code : "internal";
    const failed: OutboxEntry = { ...entry, state: "failed", error: { code, message: explain(error) } };
    this.#replace(entry.client_id, failed);
    await this.#ports.store.put(failed);
    this.#ports.notices.post({ kind: "changed" });
  }
}

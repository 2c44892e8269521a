import { Connection, type ConnectionPorts } from "../src/net/connection";
import type { ChatSocket } from "../src/net/socket";
import type { UserPayload, WelcomePayload } from "../src/protocol";

type Listener = (data: unknown) => void;
type Asked = { event: string; data: unknown; answer: (answer: unknown) => void; lose: () => void };

/** Stands at the edge, in place of socket.io's socket. */
export class FakeSocket {
  connected = false;
  active = false;
  connects = 0;
  readonly asked: Asked[] = [];
  /** Everything that was ever asked. */
  readonly requests: [event: string, data: unknown][] = [];
  /** What is answered at once, because the tests are about something else. */
  readonly usual = new Map<string, unknown>([
    ["draft:list", { ok: true, drafts: [], more: false }],
    ["draft:save", { ok: true }],
    ["presence:watch", { ok: true, users: [] }],
  ]);
  readonly io = {
    engine: { close: () => this.close("transport close") },
    on: (event: string, listener: Listener) => this.on(`transport ${event}`, listener),
  };
  readonly #listeners: [string, Listener][] = [];

  on(event: string, listener: Listener): this {
    this.#listeners.push([event, listener]);
    return this;
  }

  emit(event: string, data?: unknown): void {
    for (const [name, listener] of this.#listeners) if (name === event) listener(data);
  }

  connect(): this {
    this.connects++;
    this.active = true;
    return this;
  }

  disconnect(): this {
    const { connected } = this;
    this.connected = false;
    this.active = false;
    if (connected) this.emit("disconnect", "io client disconnect");
    return this;
  }

  timeout() {
    return {
      emitWithAck: (event: string, data: unknown) => {
        this.requests.push([event, data]);
        if (this.usual.has(event)) return Promise.resolve(this.usual.get(event));
        return new Promise((answer, reject) =>
          this.asked.push({ event, data, answer, lose: () => reject(new Error("operation has timed out")) }),
        );
      },
    };
  }

  /** The transport is open, and the server accepts the connection or does not get that far. */
  open(accepted = true): void {
    this.emit("transport open");
    this.connected = accepted;
  }

  /** The server welcomes the connection. */
  welcome(welcome: Pick<WelcomePayload, "user" | "rooms"> & Partial<WelcomePayload>): void {
    this.connected = true;
    const presence = { user: welcome.user.id, state: "online", status: null };
    this.emit("welcome", { presence, saved: [], ...welcome });
  }

  /** The connection ends. */
  close(reason: string): void {
    this.connected = false;
    this.active = reason !== "io server disconnect";
    for (const asked of this.asked.splice(0)) asked.lose();
    this.emit("disconnect", reason);
  }

  /** What was asked last and not answered. */
  take(event: string): Asked {
    const index = this.asked.findIndex((asked) => asked.event === event);
    const [asked] = this.asked.splice(index, index < 0 ? 0 : 1);
    if (!asked) throw new Error(`Nobody asked for ${event}.`);
    return asked;
  }
}

/** A connection over a fake socket. */
export function connect(socket: FakeSocket, user: UserPayload, ports: ConnectionPorts): Connection {
  return new Connection(socket as unknown as ChatSocket, user, ports);
}

import { signal, type ReadonlySignal } from "@preact/signals";
import type { UserPayload } from "../protocol";
import { backoff } from "./backoff";
import { RequestError, disconnected, unanswered } from "./errors";
import type { Answer, ChatSocket, Requests, ServerEvents } from "./socket";

export type ConnectionStatus = "connecting" | "connected" | "reconnecting";

/** What the connection asks of the page around it. */
export interface ConnectionPorts {
  /** Who is logged in: null for nobody, undefined where the server cannot be reached. */
  whoAmI: () => Promise<UserPayload | null | undefined>;
  /** The session ended, or is another user's by now. */
  onSessionLost: (user: UserPayload | null) => void;
}

const ANSWER_MS = 15_000;
const HASTE_MS = 1_000;
const WELCOME_MS = 10_000;

/** The live connection: connects, reconnects, and turns acks into promises. */
export class Connection {
  readonly #socket: ChatSocket;
  readonly #user: UserPayload;
  readonly #ports: ConnectionPorts;
  readonly #status = signal<ConnectionStatus>("connecting");
  #failures = 0;
  #hastened = 0;
  #returning = false;
  #welcoming: ReturnType<typeof setTimeout> | undefined;
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor(socket: ChatSocket, user: UserPayload, ports: ConnectionPorts) {
    this.#socket = socket;
    this.#user = user;
    this.#ports = ports;
    // The transport is open; a server that does not go on from there would leave us waiting for ever.
    socket.io.on("open", () => {
      clearTimeout(this.#welcoming);
      this.#welcoming = setTimeout(() => this.#startOver(), WELCOME_MS);
    });
    socket.on("welcome", (welcome) => {
      clearTimeout(this.#welcoming);
      if (welcome.user.id !== user.id) return this.#leave(welcome.user);
      this.#failures = 0;
      this.#status.value = "connected";
      // The session may be another one by now, and with it the CSRF token.
      if (this.#returning) void this.#ports.whoAmI();
      this.#returning = true;
    });
    socket.on("disconnect", (reason) => {
      clearTimeout(this.#welcoming);
      this.#status.value = "reconnecting";
      if (reason === "io server disconnect") void this.#returnIfWelcome();
    });
    socket.on("connect_error", () => {
      clearTimeout(this.#welcoming);
      void this.#returnIfWelcome();
    });
  }

  /** Connected means: the server has said `welcome`, so that every event from here on arrives. */
  get status(): ReadonlySignal<ConnectionStatus> {
    return this.#status;
  }

  open(): void {
    this.#socket.connect();
  }

  on<Event extends keyof ServerEvents>(event: Event, listener: ServerEvents[Event]): void {
    // The overloads of socket.io-client do not resolve for a generic event name.
    (this.#socket as { on(event: string, listener: unknown): unknown }).on(event, listener);
  }

  /** Asks the server for something. Never waits for a connection: who asks knows what to do without one. */
  async request<Event extends keyof Requests>(
    event: Event,
    data: Requests[Event]["data"],
    patience = ANSWER_MS,
  ): Promise<Requests[Event]["answer"]> {
    if (!this.#socket.connected) throw disconnected();
    const asking = this.#socket.timeout(patience) as unknown as {
      emitWithAck(event: string, data: unknown): Promise<Answer<Requests[Event]["answer"]>>;
    };
    const answer = await asking.emitWithAck(event, data).catch(() => {
      throw this.#socket.connected ? unanswered() : disconnected();
    });
    if (!answer.ok) throw new RequestError(answer.error);
    return answer;
  }

  /** Connects now, rather than when the backoff says so: the network came back, or the reader did. */
  hasten(): void {
    if (this.#socket.connected || Date.now() - this.#hastened < HASTE_MS) return;
    this.#hastened = Date.now();
    this.#socket.disconnect().connect();
  }

  /** Drops a connection that does not answer; socket.io then makes a new one. */
  drop(): void {
    this.#socket.io.engine.close();
  }

  /** Gives up a connection that is of no use, and makes another one in a while. */
  #startOver(): void {
    this.#socket.disconnect();
    this.#connectLater();
  }

  #connectLater(): void {
    clearTimeout(this.#again);
    // A connection that is being made already must not be asked for again: socket.io would say CONNECT twice.
    this.#again = setTimeout(() => !this.#socket.active && this.#socket.connect(), backoff(this.#failures++));
  }

  /** A refused WebSocket does not say why: only the session itself tells whether to try again. */
  async #returnIfWelcome(): Promise<void> {
    const user = await this.#ports.whoAmI();
    if (user === null || (user && user.id !== this.#user.id)) {
      this.#leave(user);
    } else if (!this.#socket.active) {
      this.#connectLater();
    }
  }

  #leave(user: UserPayload | null): void {
    clearTimeout(this.#welcoming);
    clearTimeout(this.#again);
    this.#socket.disconnect();
    this.#ports.onSessionLost(user);
  }
}

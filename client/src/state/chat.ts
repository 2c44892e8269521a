import { batch, computed, effect, signal, untracked } from "@preact/signals";
import type { PageQuery } from "../net/api";
import type { Connection } from "../net/connection";
import { RequestError } from "../net/errors";
import type { Outbox } from "../net/outbox";
import type { OutboxEntry } from "../net/outbox-entry";
import type { StartUpload } from "../net/upload";
import type { MessagePayload, OwnRoomPayload, PagePayload, RoomPayload, UserPayload } from "../protocol";
import { Announcer } from "./announcer";
import type { Boot, Limits } from "./boot";
import { Commands } from "./commands";
import { Draft } from "./draft";
import { Feed } from "./feed";
import { Panel } from "./panel";
import { Pins } from "./pins";
import { Quotes } from "./quotes";
import { Room } from "./room";
import { Saved } from "./saved";
import { DraftStorage } from "./saved-draft";
import { Threads } from "./threads";
import { Timeline } from "./timeline";
import { Toast } from "./toast";

/** What the chat stands on. */
export interface ChatPorts {
  connection: Connection;
  outbox: Outbox;
  fetchPage: (room: number, query: PageQuery) => Promise<PagePayload>;
  startUpload: StartUpload;
}

const HEADS_MS = 8_000;

/** The state of the page: who is here, the rooms, and which is open. */
export class Chat {
  readonly me: UserPayload;
  readonly limits: Limits;
  readonly outbox: Outbox;
  readonly announcer = new Announcer();
  readonly panel = new Panel();
  readonly toast = new Toast();
  readonly feed = new Feed();
  readonly commands: Commands;
  readonly quotes: Quotes;
  readonly pins: Pins;
  readonly saved: Saved;
  readonly threads: Threads;
  readonly rooms = signal<readonly Room[]>([]);
  /** Whether the page is looked at. */
  readonly visible = signal(true);
  readonly #connection: Connection;
  readonly #ports: ChatPorts;
  readonly #open = signal(0);
  readonly current = computed((): Room | undefined => this.rooms.value.find((room) => room.id === this.#open.value));
  readonly unread = computed((): number => this.rooms.value.reduce((sum, room) => sum + room.unread.value, 0));

  constructor(boot: Boot, ports: ChatPorts) {
    this.me = boot.user;
    this.limits = boot.limits;
    this.outbox = ports.outbox;
    this.#connection = ports.connection;
    this.#ports = ports;
    this.commands = new Commands(ports.connection, (message) => this.receive(message));
    this.quotes = new Quotes(ports.connection, this.feed);
    this.pins = new Pins(ports.connection, this.feed);
    this.saved = new Saved(ports.connection);
    this.threads = new Threads({ ...ports, me: this.me, limits: this.limits, send: (room, draft) => this.send(room, draft) });
    this.#noteRooms(boot.rooms);
    this.#open.value = boot.room;
    if (this.current.value) this.#begin(this.current.value, boot.page, boot.number ?? null);
    this.#listen();
  }

  get status() {
    return this.#connection.status;
  }

  /** Takes up what an earlier page left to send. */
  async start(): Promise<void> {
    this.#connection.open();
    await this.outbox.load();
    for (const room of this.rooms.value) {
      const window = room.timeline.value?.window.value;
      if (window) this.#applied(room, window.messages, window.version);
    }
  }

  /** Opens a room, at a message if one is named; the first time its messages are fetched. */
  async open(id: number, number: number | null = null): Promise<void> {
    this.#open.value = id;
    const room = this.current.value;
    if (!room) return;
    if (room.timeline.value) { if (number !== null) await this.#show(room.timeline.value, number); return; }
    room.failed.value = false;
    try {
      const page = await this.#ports.fetchPage(id, number === null ? {} : { around: number });
      this.#begin(room, page, number);
    } catch {
      room.failed.value = true;
    }
  }

  async #show(timeline: Timeline, number: number): Promise<void> {
    const found = await timeline.jumpTo(number).catch(() => null);
    if (found === null) this.toast.say("That message could not be loaded.");
    else if (!found) this.toast.say("There is no such message here.");
  }

  /** Takes a message as the server sent it: live, or in the answer to a request. */
  receive(message: MessagePayload): void {
    const room = this.#room(message.room);
    if (!room) return;
    batch(() => {
      const isNew = message.number > room.header.value.last_number;
      const own = message.author.id === this.me.id;
      room.note({ last_number: message.number, version: message.version }, own || this.#isSeen(room));
      if (isNew && !own && !message.deleted) this.announcer.announce(message);
      if (own) this.outbox.settle(message);
      this.feed.tell([message]);
      room.timeline.value?.receive(message);
    });
  }

  /** Sends what is being written in a room, or in a thread of it, once its files are there. */
  send(room: Room, draft = room.draft): void {
    if (draft.empty || draft.objection) return;
    if (draft.attachments.uploading) {
      draft.queued.value = true;
      return;
    }
    batch(() => {
      this.outbox.add(room.id, draft.body.value, draft.attachments.payloads, draft.reply_to);
      draft.clear();
      room.divider.value = null;
    });
    if (draft === room.draft) void room.timeline.value?.jumpToNewest();
  }

  /** Turns a message that could not be sent back into a draft. */
  takeBack(room: Room, entry: OutboxEntry): void {
    room.draft.takeBack(entry.body, entry.files, entry.reply_to);
    this.outbox.discard(entry.client_id);
  }

  /** Finds what was lost on the way: compares what is held with the version of every room. */
  async checkHeads(): Promise<void> {
    if (this.status.value !== "connected") { this.#connection.hasten(); return; }
    try {
      const { rooms } = await this.#connection.request("heads", {}, HEADS_MS);
      for (const room of this.rooms.value) {
        const head = rooms[String(room.id)];
        if (head !== undefined) void room.timeline.value?.compare(head);
      }
    } catch (error) {
      // A connection that looks open and does not answer: the machine slept, or the network changed.
      if (error instanceof RequestError && error.code === "timeout") this.#connection.drop();
    }
  }

  #listen(): void {
    this.#connection.on("welcome", ({ user, rooms }) => {
      if (user.id !== this.me.id) return;
      batch(() => this.#noteRooms(rooms));
      for (const { id, version } of rooms) void this.#room(id)?.timeline.value?.compare(version);
      this.outbox.resume();
      for (const room of this.rooms.value) room.draft.reconnected();
    });
    this.#connection.on("message", (message) => this.receive(message));
    this.#connection.on("room", (room) => this.#noteRooms([room]));
    effect(() => this.panel.follow(this.current.value?.id ?? 0));
    effect(() => {
      if (this.status.value !== "connected") this.outbox.pause();
    });
    effect(() => {
      const room = this.current.value;
      if (room && this.#isSeen(room) && room.unread.value > 0) untracked(() => room.markRead());
    });
  }

  /** Whether new messages of a room come under the reader's eyes. */
  #isSeen(room: Room): boolean {
    const timeline = room.timeline.value;
    return (
      this.visible.value &&
      this.current.value === room &&
      timeline !== null &&
      timeline.following.value &&
      !timeline.window.value.after
    );
  }

  #room(id: number): Room | undefined {
    return this.rooms.value.find((room) => room.id === id);
  }

  #noteRooms(headers: readonly (RoomPayload | OwnRoomPayload)[]): void {
    for (const header of headers) {
      const known = this.#room(header.id);
      if (known) known.note(header, this.#isSeen(known));
      else if ("membership" in header) this.rooms.value = [...this.rooms.value, this.#makeRoom(header)];
    }
  }

  #makeRoom(header: OwnRoomPayload): Room {
    const storage = new DraftStorage(this.me.id, header.id);
    const draft = new Draft(this.limits, storage, this.#ports.startUpload, () => this.send(room));
    const room: Room = new Room(header, draft);
    return room;
  }

  #begin(room: Room, page: PagePayload, number: number | null): void {
    if (room.timeline.value) return;
    room.timeline.value = new Timeline(page, {
      sync: (since) => this.#connection.request("sync", { room: room.id, since }),
      page: (query) => this.#ports.fetchPage(room.id, query),
      onApplied: (messages, version) => this.#applied(room, messages, version),
    });
    if (number !== null) void this.#show(room.timeline.value, number);
    this.#applied(room, page.messages, page.version);
    void room.timeline.value.catchUp(room.header.value.version);
  }

  #applied(room: Room, messages: readonly MessagePayload[], version: number): void {
    for (const message of messages) if (message.author.id === this.me.id) this.outbox.settle(message);
    this.feed.tell(messages);
    this.outbox.prune(room.id, version);
    const last_number = Math.max(0, ...messages.map((message) => message.number));
    room.note({ last_number, version }, this.#isSeen(room));
  }
}

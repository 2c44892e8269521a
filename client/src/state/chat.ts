import { batch, computed, effect, signal, untracked } from "@preact/signals";
import type { Connection } from "../net/connection";
import { RequestError } from "../net/errors";
import type { Outbox } from "../net/outbox";
import type { OutboxEntry } from "../net/outbox-entry";
import type { StartUpload } from "../net/upload";
import type { MessagePayload, OwnRoomPayload, PagePayload, UserPayload } from "../protocol";
import { Announcer } from "./announcer";
import type { Boot, Limits } from "./boot";
import { Draft } from "./draft";
import { Farewell } from "./farewell";
import { Membership } from "./membership";
import { Panel } from "./panel";
import { Presence } from "./presence";
import { concerns } from "./reading-position";
import { Reading } from "./reading";
import { Room } from "./room";
import { Rooms } from "./rooms";
import { DraftStorage } from "./saved-draft";
import { Search } from "./search";
import { firstOf } from "./sections";
import { Timeline } from "./timeline";
import { whereabouts } from "./title";
import { Typing } from "./typing";

/** What the chat stands on. */
export interface ChatPorts {
  connection: Connection;
  outbox: Outbox;
  fetchPage: (room: number, query: { before?: number; after?: number; around?: number }) => Promise<PagePayload>;
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
  readonly membership: Membership;
  readonly farewell: Farewell;
  /** Whether the page is looked at. */
  readonly visible = signal(true);
  readonly #connection: Connection;
  readonly #ports: ChatPorts;
  readonly #rooms = new Rooms({
    make: (header) => this.#makeRoom(header),
    isSeen: (room) => this.reading.isSeen(room),
    onGone: (room, left) => this.farewell.part(room, { wasOpen: room.id === this.#open.value, left }),
  });
  readonly rooms = this.#rooms.list;
  readonly #open = signal(0);
  readonly current = computed((): Room | undefined => this.#rooms.find(this.#open.value));
  readonly reading: Reading;
  readonly presence: Presence;
  readonly search: Search;
  readonly typing: Typing;

  constructor(boot: Boot, ports: ChatPorts) {
    this.me = boot.user;
    this.limits = boot.limits;
    this.outbox = ports.outbox;
    this.#connection = ports.connection;
    this.#ports = ports;
    this.farewell = new Farewell(ports.outbox, this.#rooms, boot.user);
    this.membership = new Membership(ports.connection, this.#rooms);
    this.reading = new Reading({ connection: ports.connection, rooms: this.rooms, current: this.current, visible: this.visible });
    this.presence = new Presence(ports.connection, boot.user);
    this.search = new Search(ports.connection);
    this.typing = new Typing(ports.connection, boot.user);
    this.#rooms.welcome(boot.rooms);
    void this.open(boot.room ?? 0, boot.page);
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

  /** Opens a room of the user. The first time it begins with what is unread, on a page that is at hand or fetched. */
  async open(id: number, page: PagePayload | null = null): Promise<void> {
    const room = this.#rooms.find(id);
    if (!room) return;
    batch(() => {
      if (this.current.value !== room) room.open();
      this.#open.value = id;
    });
    if (room.timeline.value) return;
    room.failed.value = false;
    try {
      const atHand = page && room.reading.beginsWith(page) ? page : null;
      this.#begin(room, atHand ?? (await this.#ports.fetchPage(id, room.reading.firstPage)));
    } catch {
      room.failed.value = true;
    }
  }

  /** Takes a message as the server sent it: live, or in the answer to a request. */
  receive(message: MessagePayload): void {
    const room = this.#rooms.find(message.room);
    if (!room) return;
    batch(() => {
      const isNew = message.number > room.header.value.last_number;
      const own = message.author.id === this.me.id;
      const seen = own || this.reading.isSeen(room);
      room.note({ last_number: message.number, version: message.version }, seen);
      if (isNew && !own && !message.deleted) {
        const mentioned = concerns(message, this.me);
        if (mentioned && !seen) room.reading.mention();
        this.announcer.announce(message, room === this.current.value ? null : whereabouts(room.header.value), mentioned);
      }
      this.typing.arrived(message);
      if (own) this.outbox.settle(message);
      room.timeline.value?.receive(message);
    });
  }

  /** Sends what is being written in a room, once its files are there. */
  send(room: Room): void {
    const { draft } = room;
    if (draft.empty || draft.objection) return;
    if (draft.attachments.uploading) {
      draft.queued.value = true;
      return;
    }
    batch(() => {
      this.outbox.add(room.id, draft.body.value, draft.attachments.payloads);
      draft.clear();
      room.reading.release();
    });
    void room.timeline.value?.jumpToNewest();
  }

  /** Changes the text of a message. */
  async edit(room: Room, number: number, body: string): Promise<void> {
    const { message } = await this.#connection.request("message:edit", { room: room.id, number, body });
    this.receive(message);
  }

  /** Deletes a message, for everybody. */
  async delete(room: Room, number: number): Promise<void> {
    const { message } = await this.#connection.request("message:delete", { room: room.id, number });
    this.receive(message);
  }

  /** Marks a message and all behind it as unread, on all devices. */
  readonly markUnread = (room: Room, number: number): Promise<void> => this.reading.markUnread(room, number);

  /** Turns a message that could not be sent back into a draft. */
  takeBack(room: Room, entry: OutboxEntry): void {
    room.draft.takeBack(entry.body, entry.files);
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
      this.#rooms.welcome(rooms);
      for (const { id, version } of rooms) void this.#rooms.find(id)?.timeline.value?.compare(version);
      this.outbox.resume();
      this.reading.tellNow();
      for (const room of this.rooms.value) room.draft.reconnected();
    });
    this.#connection.on("message", (message) => this.receive(message));
    this.#connection.on("room", (room) => this.#rooms.note(room));
    this.#connection.on("room:removed", ({ room }) => this.#rooms.remove(room));
    effect(() => {
      if (!this.current.value && this.rooms.value.length > 0) untracked(() => void this.open(firstOf(this.rooms.value)?.id ?? 0));
    });
    effect(() => this.panel.follow(this.current.value?.id ?? 0));
    effect(() => {
      if (this.status.value !== "connected") this.outbox.pause();
    });
  }

  #makeRoom(header: OwnRoomPayload): Room {
    const storage = new DraftStorage(this.me.id, header.id);
    const draft = new Draft(this.limits, storage, this.#ports.startUpload, () => this.send(room));
    const room: Room = new Room(header, draft, this.me);
    return room;
  }

  #begin(room: Room, page: PagePayload): void {
    if (room.timeline.value) return;
    const timeline = new Timeline(page, {
      sync: (since) => this.#connection.request("sync", { room: room.id, since }),
      page: (query) => this.#ports.fetchPage(room.id, query),
      onApplied: (messages, version) => this.#applied(room, messages, version),
    });
    room.reading.goToLine(timeline);
    room.timeline.value = timeline;
    this.#applied(room, page.messages, page.version);
    void timeline.catchUp(room.header.value.version);
  }

  #applied(room: Room, messages: readonly MessagePayload[], version: number): void {
    for (const message of messages) if (message.author.id === this.me.id) this.outbox.settle(message);
    this.outbox.prune(room.id, version);
    const last_number = Math.max(0, ...messages.map((message) => message.number));
    room.note({ last_number, version }, this.reading.isSeen(room));
  }
}

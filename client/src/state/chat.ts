import { batch, computed, effect, signal, untracked } from "@preact/signals";
import type { PageQuery } from "../net/api";
import type { Connection } from "../net/connection";
import type { Outbox } from "../net/outbox";
import type { OutboxEntry } from "../net/outbox-entry";
import type { StartUpload } from "../net/upload";
import type { MessagePayload, OwnRoomPayload, PagePayload, UserPayload } from "../protocol";
import { Announcer } from "./announcer";
import { Availability } from "./availability";
import type { Boot, Limits } from "./boot";
import { Commands } from "./commands";
import { Draft } from "./draft";
import { DraftSync } from "./draft-sync";
import { Farewell } from "./farewell";
import { Feed } from "./feed";
import { compareHeads } from "./heads";
import { Membership } from "./membership";
import { Panel } from "./panel";
import { Pins } from "./pins";
import { Quotes } from "./quotes";
import { Room } from "./room";
import { Rooms } from "./rooms";
import { Saved } from "./saved";
import { DraftStorage } from "./saved-draft";
import { firstOf } from "./sections";
import { Threads } from "./threads";
import { Timeline } from "./timeline";
import { whereabouts } from "./title";
import { Toast } from "./toast";

/** What the chat stands on. */
export interface ChatPorts {
  connection: Connection;
  outbox: Outbox;
  fetchPage: (room: number, query: PageQuery) => Promise<PagePayload>;
  startUpload: StartUpload;
}

/** The state of the page: who is here, the rooms, and which is open. */
export class Chat {
  readonly me: UserPayload;
  readonly limits: Limits;
  readonly outbox: Outbox;
  readonly announcer = new Announcer();
  readonly panel = new Panel();
  readonly membership: Membership;
  readonly farewell: Farewell;
  readonly availability: Availability;
  readonly toast = new Toast();
  readonly feed = new Feed();
  readonly commands: Commands;
  readonly quotes: Quotes;
  readonly pins: Pins;
  readonly saved: Saved;
  readonly threads: Threads;
  /** Whether the page is looked at. */
  readonly visible = signal(true);
  readonly #connection: Connection;
  readonly #ports: ChatPorts;
  readonly #rooms = new Rooms({
    make: (header) => this.#makeRoom(header),
    isSeen: (room) => this.#isSeen(room),
    onGone: (room, left) => this.farewell.part(room, { wasOpen: room.id === this.#open.value, left }),
  });
  readonly rooms = this.#rooms.list;
  readonly #open = signal(0);
  readonly current = computed((): Room | undefined => this.#rooms.find(this.#open.value));
  readonly unread = computed((): number => this.rooms.value.reduce((sum, room) => sum + room.unread.value, 0));

  constructor(boot: Boot, ports: ChatPorts) {
    this.me = boot.user;
    this.limits = boot.limits;
    this.outbox = ports.outbox;
    this.#connection = ports.connection;
    this.#ports = ports;
    this.farewell = new Farewell(ports.outbox, this.#rooms, boot.user);
    this.membership = new Membership(ports.connection, this.#rooms);
    this.commands = new Commands(ports.connection, (message) => this.receive(message));
    this.quotes = new Quotes(ports.connection, this.feed);
    this.pins = new Pins(ports.connection, this.feed);
    this.saved = new Saved(ports.connection);
    this.threads = new Threads({ ...ports, me: this.me, limits: this.limits, send: (room, draft) => this.send(room, draft) });
    this.#rooms.welcome(boot.rooms);
    this.#open.value = boot.room ?? 0;
    if (this.current.value && boot.page) this.#begin(this.current.value, boot.page, boot.number ?? null);
    this.#listen();
    this.availability = new Availability(ports.connection, boot.user);
    new DraftSync(this, ports.connection);
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

  /** Opens a room of the user, at a message if one is named; the first time its messages are fetched. */
  async open(id: number, number: number | null = null): Promise<void> {
    const room = this.#rooms.find(id);
    if (!room) return;
    this.#open.value = id;
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
    const room = this.#rooms.find(message.room);
    if (!room) return;
    batch(() => {
      const isNew = message.number > room.header.value.last_number;
      const own = message.author.id === this.me.id;
      room.note({ last_number: message.number, version: message.version }, own || this.#isSeen(room));
      const elsewhere = room === this.current.value ? null : whereabouts(room.header.value);
      if (isNew && !own && !message.deleted) this.announcer.announce(message, elsewhere);
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
  checkHeads(): Promise<void> {
    return compareHeads(this.#connection, this.rooms.value);
  }

  #listen(): void {
    this.#connection.on("welcome", ({ user, rooms }) => {
      if (user.id !== this.me.id) return;
      this.#rooms.welcome(rooms);
      for (const { id, version } of rooms) void this.#rooms.find(id)?.timeline.value?.compare(version);
      this.outbox.resume();
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

  #makeRoom(header: OwnRoomPayload): Room {
    const storage = new DraftStorage(this.me.id, header.id);
    const draft = new Draft(this.limits, storage, this.#ports.startUpload, () => this.send(room));
    const room: Room = new Room(header, draft, this.me);
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

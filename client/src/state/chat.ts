import { batch, computed, effect, signal, untracked } from "@preact/signals";
import type { PageQuery } from "../net/api";
import type { Connection } from "../net/connection";
import type { Outbox } from "../net/outbox";
import type { OutboxEntry } from "../net/outbox-entry";
import type { StartUpload } from "../net/upload";
import type { MessagePayload, OwnRoomPayload, PagePayload, UserPayload } from "../protocol";
import { Announcer } from "./announcer";
import type { Boot, Limits } from "./boot";
import { Commands } from "./messages/commands";
import { Draft } from "./drafts/draft";
import { DraftSync } from "./drafts/draft-sync";
import { Farewell } from "./rooms/farewell";
import { Feed } from "./feed";
import { compareHeads } from "./rooms/heads";
import { Membership } from "./rooms/membership";
import { Panel } from "./panel";
import { Pins } from "./messages/pins";
import { Presence } from "./people/presence";
import { Quotes } from "./messages/quotes";
import { Reading } from "./reading/reading";
import { mentionsMe } from "./messages/mentions";
import { Room } from "./rooms/room";
import { Rooms } from "./rooms/rooms";
import { Saved } from "./messages/saved";
import { DraftStorage } from "./drafts/saved-draft";
import { Search } from "./search/search";
import { firstOf } from "./rooms/sections";
import { Threads } from "./messages/threads";
import { Timeline } from "./timeline/timeline";
import { whereabouts } from "./rooms/title";
import { Toast } from "./toast";
import { Typing } from "./people/typing";

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
    this.commands = new Commands(ports.connection, (message) => this.receive(message));
    this.quotes = new Quotes(ports.connection, this.feed);
    this.pins = new Pins(ports.connection, this.feed);
    this.saved = new Saved(ports.connection);
    this.threads = new Threads({ ...ports, me: this.me, limits: this.limits, send: (room, draft) => this.send(room, draft) });
    this.reading = new Reading({ connection: ports.connection, rooms: this.rooms, current: this.current, visible: this.visible });
    this.presence = new Presence(ports.connection, boot.user);
    this.search = new Search(ports.connection);
    this.typing = new Typing(ports.connection, boot.user);
    this.#rooms.welcome(boot.rooms);
    void this.open(boot.room ?? 0, boot.number ?? null, boot.page);
    this.#listen();
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

  /**
   * Opens a room of the user: at a message if one is named, and else where one went on reading. The first time
   * it begins with a page that is at hand or fetched.
   */
  async open(id: number, number: number | null = null, page: PagePayload | null = null): Promise<void> {
    const room = this.#rooms.find(id);
    if (!room) return;
    batch(() => {
      if (this.current.value !== room) room.open();
      this.#open.value = id;
    });
    if (room.timeline.value) { if (number !== null) await this.toast.tellOf(room.timeline.value.jumpTo(number)); return; }
    room.failed.value = false;
    try {
      const wanted = number === null ? room.reading.firstPage : { around: number };
      const fits = page && (number !== null || room.reading.beginsWith(page));
      this.#begin(room, fits ? page : await this.#ports.fetchPage(id, wanted), number);
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
      const elsewhere = room === this.current.value ? null : whereabouts(room.header.value);
      room.note({ last_number: message.number, version: message.version }, seen);
      if (isNew && !own && !message.deleted) {
        const mentioned = mentionsMe(message, this.me);
        if (mentioned && !seen) room.reading.mention();
        // In a muted room, too, whoever is there hears what is said.
        if (mentioned || !elsewhere || !room.muted.value) this.announcer.announce(message, elsewhere, mentioned);
      }
      this.typing.arrived(message);
      if (own) this.outbox.settle(message);
      this.feed.tell([message]);
      room.timeline.value?.receive(message);
    });
  }

  /** Sends what is being written in a room, or in a thread of it, once its files are there. */
  send(room: Room, draft = room.draft): void {
    if (draft.empty || draft.objection) return;
    if (draft.attachments.uploading) { draft.queued.value = true; return; }
    batch(() => {
      this.outbox.add(room.id, draft.body.value, draft.attachments.payloads, draft.reply_to);
      draft.clear();
      room.reading.release();
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

  #begin(room: Room, page: PagePayload, number: number | null): void {
    // Asked for twice: whoever came last knows where to.
    const begun = room.timeline.value;
    if (begun) { if (number !== null) void this.toast.tellOf(begun.jumpTo(number)); return; }
    const timeline = new Timeline(page, {
      sync: (since) => this.#connection.request("sync", { room: room.id, since }),
      page: (query) => this.#ports.fetchPage(room.id, query),
      onApplied: (messages, version) => this.#applied(room, messages, version),
    });
    // Before it shows: or else it would seem to stand at the newest message, and all to be read.
    if (number === null) room.reading.goToLine(timeline);
    else void this.toast.tellOf(timeline.jumpTo(number));
    room.timeline.value = timeline;
    this.#applied(room, page.messages, page.version);
    void timeline.catchUp(room.header.value.version);
  }

  #applied(room: Room, messages: readonly MessagePayload[], version: number): void {
    for (const message of messages) if (message.author.id === this.me.id) this.outbox.settle(message);
    this.feed.tell(messages);
    this.outbox.prune(room.id, version);
    const last_number = Math.max(0, ...messages.map((message) => message.number));
    room.note({ last_number, version }, this.reading.isSeen(room));
  }
}

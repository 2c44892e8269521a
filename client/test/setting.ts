import type { OwnRoomPayload, PagePayload } from "../src/protocol";
import type { PageQuery } from "../src/net/api";
import type { Chat } from "../src/state/chat";
import { openChat } from "./fake-chat";
import { headerOf } from "./fake-header";
import { type FakeRoom, alice } from "./fake-room";
import { FakeSocket } from "./fake-socket";

/** Alice's page, and rooms as the server has them, all read as far as told. */
export class Setting {
  readonly socket = new FakeSocket();
  readonly rooms: FakeRoom[];
  readonly pages: PageQuery[] = [];
  readonly chat: Chat;
  readonly #read: Map<number, number>;

  constructor(rooms: FakeRoom[], read: number[]) {
    localStorage.clear();
    this.socket.usual.clear();
    this.rooms = rooms;
    this.#read = new Map(rooms.map((room, index) => [room.id, read[index] ?? 0]));
    const [first] = rooms;
    if (!first) throw new Error("There is no room.");
    this.chat = openChat(this.socket, {
      rooms: this.headers(),
      page: first.page(),
      fetchPage: (id, query) => Promise.resolve(this.page(id, query)),
    });
  }

  headers(): OwnRoomPayload[] {
    return this.rooms.map((room) => headerOf(room, this.#read.get(room.id)));
  }

  page(id: number, query: PageQuery): PagePayload {
    this.pages.push(query);
    const room = this.rooms.find((each) => each.id === id);
    if (!room) throw new Error(`There is no room ${id}.`);
    return room.page(query.around === undefined ? query : { after: Math.max(0, query.around - 26) });
  }

  welcome(): void {
    this.socket.welcome({ user: alice, rooms: this.headers() });
  }

  room(index = 0) {
    const room = this.chat.rooms.value[index];
    if (!room) throw new Error(`There is no room at ${index}.`);
    return room;
  }

  /** What of one kind the page has asked for, and is not answered. */
  asked(event: string): unknown[] {
    return this.socket.asked.filter((asked) => asked.event === event).map(({ data }) => data);
  }

  /** The server takes what one has read, and says so to all devices. */
  moves(room: number, read_number: number, mentions = 0): void {
    this.#read.set(room, read_number);
    this.socket.emit("read", { room, read_number, mentions });
  }
}

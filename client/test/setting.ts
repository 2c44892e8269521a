import { Outbox } from "../src/net/outbox";
import { MemoryStore } from "../src/net/outbox-store";
import { SturdyStore } from "../src/net/sturdy-store";
import type { OwnRoomPayload, PagePayload } from "../src/protocol";
import type { PageQuery } from "../src/net/api";
import { Chat } from "../src/state/chat";
import { FakeRoom, alice } from "./fake-room";
import { FakeSocket, connect } from "./fake-socket";

const LIMITS = { body: 100, files_per_message: 3, file_bytes: 1_000, room_name: 80, topic: 250, direct_members: 20 };

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
    const connection = connect(this.socket, alice, { whoAmI: () => Promise.resolve(alice), onSessionLost: () => undefined });
    const outbox = new Outbox({
      user: alice.id,
      store: new SturdyStore(Promise.resolve(new MemoryStore())),
      exclusive: (task) => task(),
      notices: { post: () => undefined, listen: () => undefined },
      send: async (message) => (await connection.request("message:send", message)).message,
      onSent: (message) => this.chat.receive(message),
    });
    this.chat = new Chat(
      { user: alice, rooms: this.headers(), room: first.id, page: first.page(), limits: LIMITS },
      {
        connection,
        outbox,
        fetchPage: (id, query) => Promise.resolve(this.page(id, query)),
        startUpload: () => ({ finished: new Promise(() => undefined), abort: () => undefined }),
      },
    );
  }

  headers(): OwnRoomPayload[] {
    return this.rooms.map((room) => ({
      id: room.id,
      name: `room ${room.id}`,
      kind: "public",
      topic: "",
      archived: false,
      version: room.version,
      last_number: room.messages.length,
      members: null,
      membership: { role: "member", read_number: this.#read.get(room.id) ?? 0, mentions: 0 },
    }));
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

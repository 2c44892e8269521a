import { Outbox } from "../src/net/outbox";
import { MemoryStore } from "../src/net/outbox-store";
import { SturdyStore } from "../src/net/sturdy-store";
import type { Connection } from "../src/net/connection";
import type { OwnRoomPayload } from "../src/protocol";
import { Chat } from "../src/state/chat";
import type { Room } from "../src/state/rooms/room";
import { type FakeRoom, alice } from "./fake-room";
import { type FakeSocket, connect } from "./fake-socket";

/** A page over a fake socket: alice's, with one room open. */
export interface FakePage {
  chat: Chat;
  connection: Connection;
  room: Room;
}

export const headerOf = (server: FakeRoom): OwnRoomPayload => ({
  id: server.id,
  name: "general",
  kind: "public",
  topic: "",
  archived: false,
  version: server.version,
  last_number: server.messages.length,
  members: null,
  membership: { role: "member", read_number: server.messages.length, mentions: 0 },
});

/** Opens the page, at a message if one is named. */
export function openPage(socket: FakeSocket, server: FakeRoom, number: number | null = null): FakePage {
  const connection = connect(socket, alice, { whoAmI: () => Promise.resolve(alice), onSessionLost: () => undefined });
  const outbox: Outbox = new Outbox({
    user: alice.id,
    store: new SturdyStore(Promise.resolve(new MemoryStore())),
    exclusive: (task) => task(),
    notices: { post: () => undefined, listen: () => undefined },
    send: async (message) => (await connection.request("message:send", message)).message,
    onSent: (message) => chat.receive(message),
  });
  const chat: Chat = new Chat(
    {
      user: alice,
      rooms: [headerOf(server)],
      room: server.id,
      page: server.page(number === null ? {} : { around: number }),
      number,
      limits: { body: 100, files_per_message: 3, file_bytes: 1_000, room_name: 64, topic: 500, direct_members: 10 },
    },
    {
      connection,
      outbox,
      fetchPage: (_room, query) => Promise.resolve(server.page(query)),
      startUpload: () => ({ finished: new Promise(() => undefined), abort: () => undefined }),
    },
  );
  const room = chat.current.value;
  if (!room) throw new Error("No room is open.");
  return { chat, connection, room };
}

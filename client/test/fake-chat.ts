import { Outbox } from "../src/net/outbox";
import { MemoryStore } from "../src/net/outbox-store";
import { SturdyStore } from "../src/net/sturdy-store";
import type { OwnRoomPayload, UserPayload } from "../src/protocol";
import { Chat } from "../src/state/chat";
import { FakeSocket, connect } from "./fake-socket";

const page = { version: 0, messages: [], before: false, after: false };
const limits = { body: 10_000, files_per_message: 3, file_bytes: 1_000, room_name: 64, topic: 500, direct_members: 10 };

/** A page over a fake socket, at the first of some rooms, where nothing was said yet. */
export function openChat(socket: FakeSocket, me: UserPayload, rooms: OwnRoomPayload[]): Chat {
  const connection = connect(socket, me, { whoAmI: () => Promise.resolve(me), onSessionLost: () => undefined });
  const outbox = new Outbox({
    user: me.id,
    store: new SturdyStore(Promise.resolve(new MemoryStore())),
    exclusive: (task) => task(),
    notices: { post: () => undefined, listen: () => undefined },
    send: async (message) => (await connection.request("message:send", message)).message,
    onSent: (message) => chat.receive(message),
  });
  const chat: Chat = new Chat(
    { user: me, rooms, room: rooms[0]?.id ?? null, page, limits },
    {
      connection,
      outbox,
      fetchPage: () => Promise.resolve(page),
      startUpload: () => ({ finished: new Promise(() => undefined), abort: () => undefined }),
    },
  );
  return chat;
}

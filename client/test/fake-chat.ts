import { Outbox } from "../src/net/outbox";
import { MemoryStore } from "../src/net/outbox-store";
import { SturdyStore } from "../src/net/sturdy-store";
import type { PagePayload } from "../src/protocol";
import type { Boot } from "../src/state/boot";
import { Chat, type ChatPorts } from "../src/state/chat";
import type { Room } from "../src/state/rooms/room";
import { headerOf } from "./fake-header";
import { type FakeRoom, alice } from "./fake-room";
import { type FakeSocket, connect } from "./fake-socket";

export const limits = { body: 10_000, files_per_message: 3, file_bytes: 1_000, room_name: 64, topic: 500, direct_members: 10 };
const nothingSaid: PagePayload = { version: 0, messages: [], before: false, after: false };

interface Opening extends Partial<Boot> {
  rooms: Boot["rooms"];
  fetchPage?: ChatPorts["fetchPage"];
}

/** The chat of a page over a fake socket: alice's, at the first of her rooms, unless it says otherwise. */
export function openChat(socket: FakeSocket, { fetchPage = () => Promise.resolve(nothingSaid), ...opening }: Opening): Chat {
  const boot: Boot = { user: alice, room: opening.rooms[0]?.id ?? null, page: nothingSaid, limits, ...opening };
  const connection = connect(socket, boot.user, { whoAmI: () => Promise.resolve(boot.user), onSessionLost: () => undefined });
  const outbox = new Outbox({
    user: boot.user.id,
    store: new SturdyStore(Promise.resolve(new MemoryStore())),
    exclusive: (task) => task(),
    notices: { post: () => undefined, listen: () => undefined },
    send: async (message) => (await connection.request("message:send", message)).message,
    onSent: (message) => chat.receive(message),
  });
  const startUpload = () => ({ finished: new Promise<never>(() => undefined), abort: () => undefined });
  const chat: Chat = new Chat(boot, { connection, outbox, fetchPage, startUpload });
  return chat;
}

/** A page with one room open, and what is said in it. */
export interface FakePage {
  chat: Chat;
  room: Room;
}

/** Opens the page, at a message if one is named. */
export function openPage(socket: FakeSocket, server: FakeRoom, number: number | null = null): FakePage {
  const chat = openChat(socket, {
    rooms: [headerOf(server)],
    page: server.page(number === null ? {} : { around: number }),
    number,
    fetchPage: (_room, query) => Promise.resolve(server.page(query)),
  });
  const room = chat.current.value;
  if (!room) throw new Error("No room is open.");
  return { chat, room };
}

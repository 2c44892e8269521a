import { io, type Socket } from "socket.io-client";
import type {
  AwaySet,
  ChangesPayload,
  DraftList,
  DraftListPayload,
  DraftPayload,
  DraftSave,
  EditPayload,
  Heads,
  MemberPayload,
  MessageDelete,
  MessageEdit,
  MessageGet,
  MessageHistory,
  MessagePayload,
  MessagePin,
  MessageSave,
  MessageSend,
  MessageThread,
  MessageUnpin,
  MessageUnsave,
  OwnRoomPayload,
  PersonPresencePayload,
  PinsPayload,
  PresenceIdle,
  PresencePayload,
  PresenceWatch,
  ReactionAdd,
  ReactionList,
  ReactionRemove,
  ReactorsPayload,
  Read,
  ReadAll,
  ReadPayload,
  RoomCreate,
  RoomDirect,
  RoomInvite,
  RoomJoin,
  RoomLeave,
  RoomMute,
  RoomPayload,
  RoomPins,
  RoomRemove,
  RoomRemovedPayload,
  RoomRole,
  RoomUpdate,
  SavedList,
  SavedListPayload,
  SavedPayload,
  Search,
  SearchPayload,
  StatusSet,
  Sync,
  ThreadPayload,
  Typing,
  TypingPayload,
  Unread,
  WelcomePayload,
} from "../protocol";
import type { ErrorPayload } from "./errors";

/** Every request is acknowledged with one of these. */
export type Answer<T> = ({ ok: true } & T) | { ok: false; error: ErrorPayload };
type Ask<Data, T> = (data: Data, ack: (answer: Answer<T>) => void) => void;

/** What the server sends unasked. */
export interface ServerEvents {
  welcome: (welcome: WelcomePayload) => void;
  message: (message: MessagePayload) => void;
  room: (room: RoomPayload | OwnRoomPayload) => void;
  "room:removed": (removed: RoomRemovedPayload) => void;
  saved: (saved: SavedPayload) => void;
  draft: (draft: DraftPayload) => void;
  read: (position: ReadPayload) => void;
  presence: (changed: PresencePayload) => void;
  typing: (typing: TypingPayload) => void;
}

/** What the client may ask, each with the answer it gets. */
export interface Requests {
  "message:send": { data: MessageSend; answer: { message: MessagePayload } };
  "message:edit": { data: MessageEdit; answer: { message: MessagePayload } };
  "message:delete": { data: MessageDelete; answer: { message: MessagePayload } };
  "message:get": { data: MessageGet; answer: { messages: MessagePayload[] } };
  "message:history": { data: MessageHistory; answer: { edits: EditPayload[] } };
  "message:thread": { data: MessageThread; answer: ThreadPayload };
  "message:pin": { data: MessagePin; answer: { message: MessagePayload } };
  "message:unpin": { data: MessageUnpin; answer: { message: MessagePayload } };
  "room:pins": { data: RoomPins; answer: PinsPayload };
  "message:save": { data: MessageSave; answer: object };
  "message:unsave": { data: MessageUnsave; answer: object };
  "saved:list": { data: SavedList; answer: SavedListPayload };
  "reaction:add": { data: ReactionAdd; answer: { message: MessagePayload } };
  "reaction:remove": { data: ReactionRemove; answer: { message: MessagePayload } };
  "reaction:list": { data: ReactionList; answer: { reactions: ReactorsPayload[] } };
  read: { data: Read; answer: ReadPayload };
  unread: { data: Unread; answer: ReadPayload };
  "read:all": { data: ReadAll; answer: object };
  typing: { data: Typing; answer: object };
  "presence:watch": { data: PresenceWatch; answer: { users: PersonPresencePayload[] } };
  "presence:idle": { data: PresenceIdle; answer: object };
  search: { data: Search; answer: SearchPayload };
  sync: { data: Sync; answer: ChangesPayload };
  "room:create": { data: RoomCreate; answer: { room: OwnRoomPayload } };
  "room:direct": { data: RoomDirect; answer: { room: OwnRoomPayload } };
  "room:update": { data: RoomUpdate; answer: { room: OwnRoomPayload } };
  "room:join": { data: RoomJoin; answer: { room: OwnRoomPayload } };
  "room:leave": { data: RoomLeave; answer: object };
  "room:invite": { data: RoomInvite; answer: { member: MemberPayload } };
  "room:remove": { data: RoomRemove; answer: object };
  "room:mute": { data: RoomMute; answer: { room: OwnRoomPayload } };
  "room:role": { data: RoomRole; answer: { member: MemberPayload } };
  "draft:save": { data: DraftSave; answer: { draft: DraftPayload } };
  "draft:list": { data: DraftList; answer: DraftListPayload };
  "away:set": { data: AwaySet; answer: { presence: PersonPresencePayload } };
  "status:set": { data: StatusSet; answer: { presence: PersonPresencePayload } };
  heads: { data: Heads; answer: { rooms: Record<string, number> } };
}

type ClientEvents = { [Event in keyof Requests]: Ask<Requests[Event]["data"], Requests[Event]["answer"]> };

export type ChatSocket = Socket<ServerEvents, ClientEvents>;

/** WebSocket only: a polling session id is a bearer token, and polling needs sticky sessions. */
export function openSocket(): ChatSocket {
  return io({
    path: "/socket.io",
    transports: ["websocket"],
    autoConnect: false,
    reconnectionDelay: 500,
    reconnectionDelayMax: 10_000,
    randomizationFactor: 0.5,
    timeout: 10_000,
  });
}

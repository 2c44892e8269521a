/** The wire contract: what the server sends and takes. Names are those of the server's models. */

export interface UserPayload {
  id: number;
  username: string;
}

/** `kind` says how to show it: everything but `file` may be shown in place. */
export interface FilePayload {
  id: string;
  name: string;
  type: string;
  kind: "image" | "audio" | "video" | "file";
  size: number;
  width: number | null;
  height: number | null;
  url: string;
}

/** An upsert by (room, number): the greater `version` wins. */
export interface MessagePayload {
  room: number;
  number: number;
  version: number;
  client_id: string;
  author: UserPayload;
  body: string;
  created_at: string;
  edited_at: string | null;
  deleted: boolean;
  files: FilePayload[];
}

export interface RoomPayload {
  id: number;
  name: string;
  kind: "public";
  topic: string;
  version: number;
  last_number: number;
}

/** `welcome`: sent once a socket is subscribed to all rooms of its user. */
export interface WelcomePayload {
  user: UserPayload;
  rooms: RoomPayload[];
}

export interface PagePayload {
  version: number;
  messages: MessagePayload[];
  before: boolean;
  after: boolean;
}

export interface ChangesPayload {
  version: number;
  messages: MessagePayload[];
  more: boolean;
  reset: boolean;
}

/** `message:send` */
export interface MessageSend {
  client_id: string;
  body?: string;
  files?: string[];
  room: number;
}

/** `message:edit` */
export interface MessageEdit {
  body: string;
  room: number;
  number: number;
}

/** `message:delete` */
export interface MessageDelete {
  room: number;
  number: number;
}

/** `sync`: what changed in a room after version `since`. */
export interface Sync {
  room: number;
  since: number;
  limit?: number;
}

/** `heads`: the version of every room of the user. */
export type Heads = Record<string, never>;

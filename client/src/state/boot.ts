import type { OwnRoomPayload, PagePayload, UserPayload } from "../protocol";

/** What the server allows. */
export interface Limits {
  body: number;
  files_per_message: number;
  file_bytes: number;
  room_name: number;
  topic: number;
  direct_members: number;
}

/** The first state, which the page carries. */
export interface Boot {
  user: UserPayload;
  rooms: OwnRoomPayload[];
  /** The room that is open, and its newest messages; null for somebody who is in no room. */
  room: number | null;
  page: PagePayload | null;
  limits: Limits;
}

/** Reads the first state from the page. */
export function readBoot(document: Document): Boot {
  const source = document.getElementById("state")?.textContent ?? "";
  return JSON.parse(source) as Boot;
}

import type { OwnRoomPayload, PagePayload, UserPayload } from "../protocol";

/** What the server allows. */
export interface Limits {
  body: number;
  files_per_message: number;
  file_bytes: number;
}

/** The first state, which the page carries. */
export interface Boot {
  user: UserPayload;
  rooms: OwnRoomPayload[];
  room: number;
  page: PagePayload;
  /** The message that the address names; `page` is what stands around it, if it is there. */
  number?: number | null;
  limits: Limits;
}

/** Reads the first state from the page. */
export function readBoot(document: Document): Boot {
  const source = document.getElementById("state")?.textContent ?? "";
  return JSON.parse(source) as Boot;
}

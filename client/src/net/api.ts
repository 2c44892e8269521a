import type { ListedRoomPayload, MemberPayload, PagePayload, UserPayload } from "../protocol";
import { RequestError, errorFrom, unreachable } from "./errors";
import { renewToken } from "./session";

const PAGE_SIZE = 50;
/** Of rooms, members or people in one answer. */
export const LISTING_SIZE = 50;
const TIMEOUT_MS = 20_000;

/** Which page of a room's history: the newest, or the one before, after or around a message. */
export interface PageQuery {
  before?: number;
  after?: number;
  around?: number;
}

async function getJson<T>(path: string): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      headers: { Accept: "application/json" },
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch {
    throw unreachable();
  }
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw errorFrom(body, response.status);
  if (body === null) throw unreachable();
  return body as T;
}

/** A page of a room's history, ascending. */
export function fetchPage(room: number, query: PageQuery = {}): Promise<PagePayload> {
  const parameters = new URLSearchParams({ limit: String(PAGE_SIZE) });
  if (query.before !== undefined) parameters.set("before", String(query.before));
  if (query.after !== undefined) parameters.set("after", String(query.after));
  if (query.around !== undefined) parameters.set("around", String(query.around));
  return getJson<PagePayload>(`/api/v1/rooms/${room}/messages?${parameters.toString()}`);
}

const listing = (path: string, query: Record<string, string>): string =>
  `/api/v1/${path}?${new URLSearchParams({ ...query, limit: String(LISTING_SIZE) }).toString()}`;

/** Public rooms whose name begins so, behind the room of a name. */
export async function fetchPublicRooms(q: string, after?: ListedRoomPayload): Promise<ListedRoomPayload[]> {
  const path = listing("rooms/browse", after ? { q, after: after.name } : { q });
  return (await getJson<{ rooms: ListedRoomPayload[] }>(path)).rooms;
}

/** Who is in a room, behind a member. */
export async function fetchMembers(room: number, after?: MemberPayload): Promise<MemberPayload[]> {
  const path = listing(`rooms/${room}/members`, after ? { after: String(after.user.id) } : {});
  return (await getJson<{ members: MemberPayload[] }>(path)).members;
}

/** People whose name begins so. */
export async function fetchPeople(q: string): Promise<UserPayload[]> {
  return (await getJson<{ users: UserPayload[] }>(listing("users", { q }))).users;
}

/**
 * Who is logged in: a user, null for nobody, undefined where the server cannot be reached. When it still is
 * the page's user, the page has a fresh CSRF token from here on.
 */
export async function whoAmI(me: number): Promise<UserPayload | null | undefined> {
  try {
    const { user, csrf_token } = await getJson<{ user: UserPayload; csrf_token: string }>("/api/v1/me");
    if (user.id === me) renewToken(csrf_token);
    return user;
  } catch (error) {
    return error instanceof RequestError && error.code === "unauthorized" ? null : undefined;
  }
}

import type { RoomPayload, UserPayload } from "../../protocol";

/** What a room is called where it is shown: a direct conversation after the others in it. */
export function title({ kind, name, members }: Pick<RoomPayload, "kind" | "name" | "members">, me: UserPayload): string {
  if (kind !== "direct") return name;
  const others = (members ?? []).filter(({ id }) => id !== me.id).map(({ username }) => username);
  return others.length > 0 ? others.join(", ") : me.username;
}

/** The same within a sentence: a public room has its mark. */
export function mention(room: Pick<RoomPayload, "kind" | "name" | "members">, me: UserPayload): string {
  return room.kind === "public" ? `#${room.name}` : title(room, me);
}

/** Where something was said, for those who listen. */
export const whereabouts = ({ kind, name }: Pick<RoomPayload, "kind" | "name">): string =>
  kind === "direct" ? "in a direct conversation" : `in ${name}`;

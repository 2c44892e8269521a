import type { Draft } from "../../state/drafts/draft";
import type { Room } from "../../state/rooms/room";
import type { Row } from "../../state/timeline/rows";
import { formatDay } from "../../state/format";
import { MessageRow } from "../messages/message";
import { now } from "../ui";

interface Props {
  row: Row;
  room: Room;
  /** What answers to it are written in. */
  draft: Draft;
}

/** A row of a conversation: a message, a day, or where the new ones begin. */
export function RowView({ row, room, draft }: Props) {
  if (row.kind === "message") return <MessageRow item={row.item} lead={row.lead} room={room} draft={draft} />;
  if (row.kind === "new") {
    return (
      <li class="separator separator-new">
        <span>New messages</span>
      </li>
    );
  }
  return (
    <li class="separator">
      <span>{formatDay(row.date, now.value)}</span>
    </li>
  );
}

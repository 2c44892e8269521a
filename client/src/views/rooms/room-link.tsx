import { useComputed } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Room } from "../../state/rooms/room";
import { useChat } from "../context";
import { DraftMark } from "../sidebar/draft-mark";
import { pathOf } from "../address";
import { followLink } from "../navigation";
import { UnreadBadge } from "../reading/unread-badge";
import type { Sight } from "./sight";
import { KindNote, Mark, OtherStatus } from "./mark";
import { MutedMark } from "./muted-mark";

/** A room in the list of rooms. */
export function RoomLink({ room, sight }: { room: Room; sight: Sight }) {
  const chat = useChat();
  // Of hundreds of links, only the two that change are rendered when another room is opened.
  const open = useComputed(() => chat.current.value === room).value;
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (open) link.current?.scrollIntoView({ block: "nearest" });
  }, [open]);
  // A closed list of archived rooms is neither above nor below.
  const watched = room.news.value > 0 && !room.archived.value;
  useEffect(() => (watched && link.current ? sight.watch(link.current, room) : undefined), [watched]);
  return (
    <li>
      <a
        ref={link}
        class="room-link"
        href={pathOf(room.id)}
        aria-current={open ? "page" : undefined}
        data-unread={room.news.value > 0 ? "" : undefined}
        data-muted={room.muted.value ? "" : undefined}
        onClick={(event) => followLink(event, chat, room.id)}
      >
        <Mark room={room} />
        <span class="room-name" title={room.title.value}>
          {room.title.value}
          <KindNote room={room} />
          <OtherStatus room={room} />
        </span>
        {!open && <DraftMark draft={room.draft} />}
        <MutedMark room={room} />
        <UnreadBadge room={room} />
      </a>
    </li>
  );
}

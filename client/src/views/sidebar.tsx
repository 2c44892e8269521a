import { useEffect, useRef } from "preact/hooks";
import { csrfToken } from "../net/session";
import type { Room } from "../state/room";
import { formatCount, formatNumber } from "../state/format";
import { forgetDrafts } from "../state/saved-draft";
import { Avatar } from "./avatar";
import { useChat } from "./context";
import { Icon, Logo } from "./icons";
import { SavedButton } from "./messages/panel-buttons";
import { followLink, roomPath } from "./navigation";
import { drawerOpen, narrow } from "./ui";

function RoomLink({ room }: { room: Room }) {
  const chat = useChat();
  const open = chat.current.value === room;
  const unread = room.unread.value;
  return (
    <li>
      <a
        class="room-link"
        href={roomPath(room.id)}
        aria-current={open ? "page" : undefined}
        data-unread={unread > 0 ? "" : undefined}
        onClick={(event) => followLink(event, chat, room.id)}
      >
        <span class="room-mark" aria-hidden="true">
          #
        </span>
        <span class="room-name">{room.header.value.name}</span>
        {unread > 0 && (
          <span class="room-unread">
            <span aria-hidden="true">{unread > 99 ? "99+" : formatNumber(unread)}</span>
            <span class="visually-hidden">{formatCount(unread, "new message", "new messages")}</span>
          </span>
        )}
      </a>
    </li>
  );
}

function Account() {
  const { me } = useChat();
  return (
    <div class="account">
      <Avatar user={me} />
      <span class="account-name" title={me.username}>
        {me.username}
      </span>
      <form method="post" action="/logout" onSubmit={() => forgetDrafts()}>
        <input type="hidden" name="csrf_token" value={csrfToken()} />
        <button type="submit" class="icon-button" aria-label="Log out" title="Log out">
          <Icon name="logout" />
        </button>
      </form>
    </div>
  );
}

/** The rooms and the account: beside the room, or a drawer over it where there is no space. */
export function Sidebar() {
  const chat = useChat();
  const sidebar = useRef<HTMLElement>(null);
  const drawer = narrow.value;
  const open = drawerOpen.value;
  useEffect(() => {
    if (!drawer || !open) return;
    const opener = document.activeElement;
    sidebar.current?.querySelector<HTMLElement>("[aria-current]")?.focus();
    const onKeyDown = (event: KeyboardEvent) => event.key === "Escape" && (drawerOpen.value = false);
    addEventListener("keydown", onKeyDown);
    return () => {
      removeEventListener("keydown", onKeyDown);
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, [drawer, open]);
  return (
    <>
      {drawer && open && <div class="drawer-backdrop" onClick={() => (drawerOpen.value = false)} />}
      <aside
        ref={sidebar}
        id="sidebar"
        class="sidebar"
        aria-label="Rooms and account"
        data-open={open ? "" : undefined}
        inert={drawer && !open}
      >
        <div class="sidebar-head">
          <a class="brand" href="/chatroom">
            <Logo />
            Chatroom
          </a>
          {drawer && (
            <button type="button" class="icon-button" aria-label="Close" onClick={() => (drawerOpen.value = false)}>
              <Icon name="close" />
            </button>
          )}
        </div>
        <nav class="rooms" aria-labelledby="rooms-title">
          <SavedButton />
          <h2 id="rooms-title">Rooms</h2>
          <ul role="list">
            {chat.rooms.value.map((room) => (
              <RoomLink key={room.id} room={room} />
            ))}
          </ul>
        </nav>
        <Account />
      </aside>
    </>
  );
}

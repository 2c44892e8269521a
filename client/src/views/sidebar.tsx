import { useEffect, useRef } from "preact/hooks";
import { csrfToken } from "../net/session";
import { forgetDrafts } from "../state/saved-draft";
import { Avatar } from "./avatar";
import { useChat } from "./context";
import { Icon, Logo } from "./icons";
import { RoomList } from "./rooms/room-list";
import { drawerOpen, narrow } from "./ui";

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
  const sidebar = useRef<HTMLElement>(null);
  const drawer = narrow.value;
  const open = drawerOpen.value;
  useEffect(() => {
    if (!drawer || !open) return;
    const opener = document.activeElement;
    sidebar.current?.querySelector<HTMLElement>("[aria-current], .jump")?.focus();
    const onKeyDown = (event: KeyboardEvent) => {
      // A dialog that was opened from here closes first.
      if (event.key === "Escape" && !document.querySelector("dialog[open]")) drawerOpen.value = false;
    };
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
        <RoomList />
        <Account />
      </aside>
    </>
  );
}

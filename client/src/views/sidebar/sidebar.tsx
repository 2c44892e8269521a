import { useLayoutEffect, useRef } from "preact/hooks";
import { Account } from "../people/account";
import { Icon, Logo } from "../parts/icons";
import { MarkAllRead } from "../reading/mark-all-read";
import { RoomList } from "../rooms/room-list";
import { drawerOpen, narrow } from "../ui";

/** The rooms and the account: beside the room, or a drawer over it where there is no space. */
export function Sidebar() {
  const sidebar = useRef<HTMLElement>(null);
  const drawer = narrow.value;
  const open = drawerOpen.value;
  // At once: whoever presses Escape right behind the button means the drawer, too.
  useLayoutEffect(() => {
    if (!drawer || !open) return;
    sidebar.current?.querySelector<HTMLElement>("[aria-current], .jump")?.focus();
    const onKeyDown = (event: KeyboardEvent) => {
      // A dialog that was opened from here closes first.
      if (event.key === "Escape" && !document.querySelector("dialog[open]")) drawerOpen.value = false;
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
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
          <MarkAllRead />
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

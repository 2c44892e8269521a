import { useRef } from "preact/hooks";
import { Account } from "../people/account";
import { useCovering } from "../parts/covering";
import { Icon, Logo } from "../parts/icons";
import { MarkAllRead } from "../reading/mark-all-read";
import { RoomList } from "../rooms/room-list";
import { drawerCovers, drawerOpen, narrow } from "../ui";

/** The rooms and the account: beside the room, or a drawer over it where there is no space. */
export function Sidebar() {
  const sidebar = useRef<HTMLElement>(null);
  const drawer = narrow.value;
  const covers = drawerCovers.value;
  const close = () => (drawerOpen.value = false);
  useCovering({
    what: covers ? "rooms" : null,
    enter: () => (sidebar.current?.querySelector<HTMLElement>("[aria-current]") ?? sidebar.current?.querySelector<HTMLElement>(".jump"))?.focus(),
    close,
  });
  return (
    <>
      {covers && <div class="drawer-backdrop" onClick={close} />}
      <aside
        ref={sidebar}
        id="sidebar"
        class="sidebar"
        aria-label="Rooms and account"
        data-covers={covers ? "" : undefined}
        inert={drawer && !covers}
      >
        <div class="sidebar-head">
          <a class="brand" href="/chatroom">
            <Logo />
            Chatroom
          </a>
          <MarkAllRead />
          {drawer && (
            <button type="button" class="icon-button" aria-label="Close" onClick={close}>
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

import type { Room } from "../../state/rooms/room";
import { useChat } from "../context";
import { focusComposer } from "../parts/focus";
import { Icon } from "../parts/icons";
import { MenuButton } from "../parts/menu-button";
import { SearchButton } from "../search/search-button";
import { narrow } from "../ui";
import { dialog } from "./dialog-state";

/** What can be done about a room, at the end of its header. */
export function RoomActions({ room }: { room: Room }) {
  const { panel } = useChat();
  const open = panel.content?.content.kind === "members";
  const menu = room.kind !== "direct";
  // A phone's header has no place for every button beside the room's name.
  const inMenu = menu && narrow.value;
  const label = room.kind === "direct" ? "People" : "Members";
  const toggle = () => {
    if (!open) panel.open(room.id, { kind: "members" });
    else {
      panel.close();
      focusComposer();
    }
  };
  return (
    <div class="room-actions">
      <SearchButton room={room} />
      {!inMenu && (
        <button type="button" class="header-button" aria-label={label} title={label} aria-expanded={open} onClick={toggle}>
          <Icon name="people" />
          <span>{label}</span>
        </button>
      )}
      {menu && (
        <MenuButton
          label="Room menu"
          items={[
            ...(inMenu ? [{ label, icon: "people" as const, onPick: toggle }] : []),
            ...(room.archived.value ? [] : [{ label: "Invite people", icon: "add" as const, onPick: () => (dialog.value = { kind: "invite", room }) }]),
            { label: "Room settings", icon: "edit" as const, onPick: () => (dialog.value = { kind: "settings", room }) },
            { label: "Leave room", icon: "logout" as const, danger: true, onPick: () => (dialog.value = { kind: "leave", room }) },
          ]}
        />
      )}
    </div>
  );
}

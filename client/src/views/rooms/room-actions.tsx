import type { Chat } from "../../state/chat";
import { toggleMuted } from "../../state/rooms/muting";
import type { Room } from "../../state/rooms/room";
import { useChat } from "../context";
import { focusComposer } from "../parts/focus";
import { Icon } from "../parts/icons";
import type { MenuItem } from "../parts/menu";
import { MenuButton } from "../parts/menu-button";
import { SearchButton } from "../search/search-button";
import { narrow } from "../ui";
import { dialog } from "./dialog-state";

/** What the menu of a room has; of a direct conversation, nobody changes the name or who is in it. */
function menuOf(chat: Chat, room: Room): MenuItem[] {
  const muted = room.muted.value;
  const mute: MenuItem = {
    label: muted ? "Unmute" : "Mute",
    icon: muted ? "bell" : "mute",
    onPick: () => void chat.toast.report(toggleMuted(chat, room)),
  };
  if (room.kind === "direct") return [mute];
  return [
    ...(room.archived.value ? [] : [{ label: "Invite people", icon: "add" as const, onPick: () => (dialog.value = { kind: "invite", room }) }]),
    mute,
    { label: "Room settings", icon: "edit", onPick: () => (dialog.value = { kind: "settings", room }) },
    { label: "Leave room", icon: "logout", danger: true, onPick: () => (dialog.value = { kind: "leave", room }) },
  ];
}

/** What can be done about a room, at the end of its header. */
export function RoomActions({ room }: { room: Room }) {
  const chat = useChat();
  const { panel } = chat;
  const open = panel.content?.content.kind === "members";
  const direct = room.kind === "direct";
  // A phone's header has no place for every button beside the room's name.
  const inMenu = narrow.value;
  const label = direct ? "People" : "Members";
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
      <MenuButton
        label={direct ? "Conversation menu" : "Room menu"}
        items={[...(inMenu ? [{ label, icon: "people" as const, onPick: toggle }] : []), ...menuOf(chat, room)]}
      />
    </div>
  );
}

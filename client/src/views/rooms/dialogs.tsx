import { useEffect } from "preact/hooks";
import { useChat } from "../context";
import { BrowseRooms } from "./browse-rooms";
import { CreateRoom } from "./create-room";
import { dialog } from "./dialog-state";
import { InvitePeople } from "./invite-people";
import { LeaveRoom } from "./leave-room";
import { NewDirect } from "./new-direct";
import { RemoveMember } from "./remove-member";
import { RoomSettings } from "./room-settings";
import { Jump } from "./jump";

/** Ctrl+K, or ⌘K, from wherever one is, save from another dialog. */
function useJumpKey() {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const asked = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      if (!asked || event.defaultPrevented) return;
      event.preventDefault();
      if (!document.querySelector("dialog[open]")) dialog.value = { kind: "jump" };
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, []);
}

/** The dialog about rooms that is open, if one is. */
export function RoomDialogs() {
  const chat = useChat();
  useJumpKey();
  const shown = dialog.value;
  if (!shown || ("room" in shown && !chat.rooms.value.includes(shown.room))) return null;
  switch (shown.kind) {
    case "create":
      return <CreateRoom />;
    case "browse":
      return <BrowseRooms />;
    case "direct":
      return <NewDirect />;
    case "jump":
      return <Jump />;
    case "invite":
      return <InvitePeople room={shown.room} />;
    case "settings":
      return <RoomSettings room={shown.room} />;
    case "leave":
      return <LeaveRoom room={shown.room} />;
    case "remove":
      return <RemoveMember {...shown} />;
  }
}

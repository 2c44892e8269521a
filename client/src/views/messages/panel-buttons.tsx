import { useRef } from "preact/hooks";
import { formatCount, formatNumber } from "../../state/format";
import type { Room } from "../../state/rooms/room";
import { useChat } from "../context";
import { useFocusHeir } from "../parts/focus";
import { Icon } from "../parts/icons";
import { drawerOpen } from "../ui";

/** Opens what is pinned in a room, where anything is. */
export function PinsButton({ room }: { room: Room }) {
  const { panel, pins } = useChat();
  const button = useRef<HTMLButtonElement>(null);
  useFocusHeir(button);
  const count = pins.of(room.id).items.value.length;
  const open = panel.content?.content.kind === "pins";
  if (count === 0 && !open) return null;
  return (
    <button
      ref={button}
      type="button"
      class="icon-button pins-button"
      aria-label={formatCount(count, "pinned message", "pinned messages")}
      title="Pinned messages"
      aria-expanded={open}
      onClick={() => (open ? panel.close() : panel.open(room.id, { kind: "pins" }))}
    >
      <Icon name="pin" />
      <span aria-hidden="true">{formatNumber(count)}</span>
    </button>
  );
}

/** Opens what one has saved, from all rooms. Who is in none has nothing saved, and a panel stands beside a room. */
export function SavedButton() {
  const { panel, current } = useChat();
  const room = current.value;
  if (!room) return null;
  const open = panel.content?.content.kind === "saved";
  const toggle = () => {
    drawerOpen.value = false;
    if (open) panel.close();
    else panel.open(room.id, { kind: "saved" });
  };
  return (
    <button type="button" class="room-link saved-button" aria-expanded={open} onClick={toggle}>
      <Icon name="star" />
      <span class="room-name">Saved messages</span>
    </button>
  );
}

import { useEffect } from "preact/hooks";
import type { Room } from "../../state/rooms/room";
import { useChat } from "../context";
import { focusComposer } from "../parts/focus";
import { Icon } from "../parts/icons";
import { drawerOpen } from "../ui";

/** Opens and closes search, as Ctrl+Shift+F does, or ⌘⇧F, from wherever one is, save from a dialog. */
export function SearchButton({ room }: { room: Room }) {
  const { panel } = useChat();
  const open = panel.content?.content.kind === "search";
  const show = () => {
    drawerOpen.value = false;
    panel.open(room.id, { kind: "search" });
  };
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const asked = event.key.toLowerCase() === "f" && event.shiftKey && (event.ctrlKey || event.metaKey) && !event.altKey;
      if (!asked || event.defaultPrevented || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      show();
      document.querySelector<HTMLInputElement>(".search-input")?.select();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, [room.id]);
  const toggle = () => {
    if (!open) show();
    else {
      panel.close();
      focusComposer();
    }
  };
  return (
    <button
      type="button"
      class="header-button"
      aria-label="Search messages"
      aria-keyshortcuts="Control+Shift+F Meta+Shift+F"
      title="Search messages (Ctrl+Shift+F)"
      aria-expanded={open}
      onClick={toggle}
    >
      <Icon name="search" />
      <span>Search</span>
    </button>
  );
}

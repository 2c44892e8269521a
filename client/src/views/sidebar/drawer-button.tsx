import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../parts/icons";
import { drawerOpen, narrow } from "../ui";

/** Takes the focus back when the drawer closes, unless that has led it somewhere else. */
function useReturn() {
  const button = useRef<HTMLButtonElement>(null);
  const before = useRef(false);
  const open = drawerOpen.value;
  useEffect(() => {
    // What is closed loses it only with the next frame.
    const lost = document.activeElement?.matches("body, [inert] *") ?? true;
    if (before.current && !open && lost) button.current?.focus();
    before.current = open;
  }, [open]);
  return button;
}

/** Opens the list of rooms where it is a drawer, and shows that there is something new in it. */
export function DrawerButton({ news }: { news: boolean }) {
  const button = useReturn();
  if (!narrow.value) return null;
  return (
    <button
      ref={button}
      type="button"
      class="icon-button"
      aria-label="Open the list of rooms"
      aria-expanded={drawerOpen.value}
      aria-controls="sidebar"
      data-unread={news ? "" : undefined}
      onClick={() => (drawerOpen.value = true)}
    >
      <Icon name="menu" />
    </button>
  );
}

import { Icon } from "../parts/icons";
import { drawerOpen, narrow } from "../ui";

/** Opens the list of rooms where it is a drawer, and shows that there is something new in it. */
export function DrawerButton({ news }: { news: boolean }) {
  if (!narrow.value) return null;
  return (
    <button
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

import { Icon, type IconName } from "./icons";
import { Popup } from "./popup";

export interface MenuItem {
  label: string;
  icon: IconName;
  danger?: boolean;
  onPick: () => void;
}

interface Props {
  label: string;
  items: readonly MenuItem[];
  anchor: HTMLElement;
  onClose: () => void;
}

/** What can be done, one below the other. */
export function Menu({ label, items, anchor, onClose }: Props) {
  return (
    <Popup label={label} role="menu" anchor={anchor} onClose={onClose}>
      {items.map((item) => (
        <button
          key={item.label}
          type="button"
          role="menuitem"
          tabIndex={-1}
          class="popup-item"
          data-danger={item.danger ? "" : undefined}
          onClick={() => {
            // Back first: what opens next gives the focus back to where it was.
            anchor.focus();
            onClose();
            item.onPick();
          }}
        >
          <Icon name={item.icon} />
          {item.label}
        </button>
      ))}
    </Popup>
  );
}

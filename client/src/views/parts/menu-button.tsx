import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { Icon } from "./icons";
import { Menu, type MenuItem } from "./menu";

/** A button with a menu of actions. */
export function MenuButton({ label, items }: { label: string; items: readonly MenuItem[] }) {
  const open = useSignal(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <button
        ref={button}
        type="button"
        class="icon-button"
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open.value}
        onClick={() => (open.value = !open.value)}
      >
        <Icon name="more" />
      </button>
      {open.value && button.current && <Menu label={label} items={items} anchor={button.current} onClose={() => (open.value = false)} />}
    </>
  );
}

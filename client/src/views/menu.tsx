import { useSignal } from "@preact/signals";
import { useEffect, useId, useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "./icons";

export interface MenuItem {
  label: string;
  danger?: boolean;
  onPick: () => void;
}

interface Props {
  label: string;
  items: readonly MenuItem[];
}

const GAP = 4;

/** Puts a menu below its button, or above it where there is no space, within the window. */
function place(menu: HTMLElement, button: HTMLElement): void {
  const { top, bottom, right } = button.getBoundingClientRect();
  const above = bottom + GAP + menu.offsetHeight > innerHeight;
  menu.style.top = `${above ? Math.max(GAP, top - GAP - menu.offsetHeight) : bottom + GAP}px`;
  menu.style.left = `${Math.max(GAP, right - menu.offsetWidth)}px`;
}

function MenuList({ items, id, label, button, onClose }: Props & { id: string; button: HTMLElement; onClose: () => void }) {
  const list = useRef<HTMLDivElement>(null);
  const buttons = () => [...(list.current?.querySelectorAll("button") ?? [])];
  useLayoutEffect(() => {
    if (list.current) place(list.current, button);
    buttons()[0]?.focus();
  }, []);
  useEffect(() => {
    const onPointerDown = ({ target }: Event) => {
      if (!list.current?.contains(target as Node) && !button.contains(target as Node)) onClose();
    };
    // The button moves away from under its menu; the messages beside it may scroll.
    const onScroll = ({ target }: Event) => (target as Node).contains(button) && onClose();
    addEventListener("pointerdown", onPointerDown, true);
    addEventListener("scroll", onScroll, true);
    addEventListener("resize", onClose);
    return () => {
      removeEventListener("pointerdown", onPointerDown, true);
      removeEventListener("scroll", onScroll, true);
      removeEventListener("resize", onClose);
    };
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    const all = buttons();
    const at = all.findIndex((item) => item === document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
    if (next !== undefined) all[next % all.length]?.focus();
    else if (event.key === "Escape" || event.key === "Tab") {
      onClose();
      button.focus();
    } else return;
    if (event.key !== "Tab") event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div ref={list} id={id} class="menu" role="menu" aria-label={label} onKeyDown={onKeyDown}>
      {items.map((item) => (
        <button
          key={item.label}
          type="button"
          role="menuitem"
          tabIndex={-1}
          class="menu-item"
          data-danger={item.danger ? "" : undefined}
          onClick={() => {
            // Back first: what opens next gives the focus back to where it was.
            button.focus();
            onClose();
            item.onPick();
          }}
        >
          {item.label}
        </button>
      ))}
    </div>
  );
}

/** A button with a menu of actions. */
export function Menu({ label, items }: Props) {
  const id = useId();
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
        aria-controls={open.value ? id : undefined}
        onClick={() => (open.value = !open.value)}
      >
        <Icon name="more" />
      </button>
      {open.value && button.current && (
        <MenuList id={id} label={label} items={items} button={button.current} onClose={() => (open.value = false)} />
      )}
    </>
  );
}

import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { Dialog } from "./dialog";
import { useFocusHeir } from "./focus";
import { coarse } from "../ui";
import { place } from "./place";

interface Props {
  label: string;
  role: "menu" | "group";
  /** The button that opened it, beside which it stands. */
  anchor: HTMLElement;
  onClose: () => void;
  children: ComponentChildren;
}

/** Arrows, Home and End go from one button to the next. */
function moveFocus(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const buttons = [...event.currentTarget.querySelectorAll("button")];
  const at = buttons.findIndex((button) => button === document.activeElement);
  const steps: Partial<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowRight: at + 1,
    ArrowUp: Math.max(at, 0) - 1 + buttons.length,
    ArrowLeft: Math.max(at, 0) - 1 + buttons.length,
    Home: 0,
    End: buttons.length - 1,
  };
  const next = steps[event.key];
  if (next === undefined) return;
  event.preventDefault();
  buttons[next % buttons.length]?.focus();
}

function Choices({ label, role, children }: Pick<Props, "label" | "role" | "children">) {
  return (
    <div
      class={role === "menu" ? "popup-menu" : "choices"}
      role={role}
      aria-label={label}
      onKeyDown={(event) => {
        moveFocus(event);
        // The rows of messages have uses of their own for these keys.
        if (event.key !== "Escape") event.stopPropagation();
      }}
    >
      {children}
    </div>
  );
}

function Floating({ anchor, onClose, ...rest }: Props) {
  const popup = useRef<HTMLDivElement>(null);
  useFocusHeir(popup, () => anchor.focus());
  useLayoutEffect(() => {
    const element = popup.current;
    if (!element) return;
    // In the browser's top layer: nothing that scrolls cuts it off.
    element.showPopover();
    place(element, anchor);
    element.querySelector("button")?.focus();
  }, []);
  useEffect(() => {
    const onOutside = ({ target }: Event) => {
      if (target instanceof Node && !popup.current?.contains(target) && !anchor.contains(target)) onClose();
    };
    addEventListener("pointerdown", onOutside, true);
    addEventListener("wheel", onOutside, true);
    addEventListener("resize", onClose);
    return () => {
      removeEventListener("pointerdown", onOutside, true);
      removeEventListener("wheel", onOutside, true);
      removeEventListener("resize", onClose);
    };
  }, []);
  return (
    <div
      ref={popup}
      class="popup"
      popover="manual"
      onKeyDown={(event) => {
        if (event.key !== "Escape" && event.key !== "Tab") return;
        if (event.key === "Escape") event.preventDefault();
        event.stopPropagation();
        anchor.focus();
        onClose();
      }}
    >
      <Choices {...rest} />
    </div>
  );
}

/** Choices beside the button that opened them; under a finger they come up from the bottom of the screen. */
export function Popup(props: Props) {
  if (!coarse.value) return <Floating {...props} />;
  return (
    <Dialog label={props.label} class="sheet" onClose={props.onClose}>
      {/* What stands around it has uses of its own for Escape. */}
      <div onKeyDown={(event) => event.stopPropagation()}>
        <Choices {...props} />
      </div>
    </Dialog>
  );
}

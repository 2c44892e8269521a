import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { narrow } from "../ui";

/** Lines of a message that are shown at first (the height is in message.css). */
const LINES = 20;
/** To fold for less than this is more trouble than reading on. */
const SPARE = 5;
const WIDTH = { narrow: 36, wide: 90 };

/** About how many lines a text takes. Measuring every message would lay the page out once more. */
function linesOf(text: string, width: number): number {
  let code = false;
  let count = 0;
  for (const line of text.split("\n")) {
    if (/^ {0,3}(```|~~~)/.test(line)) code = !code;
    // Code scrolls sideways.
    count += code ? 1 : Math.max(1, Math.ceil(line.length / width));
  }
  return count;
}

interface Props {
  text: string;
  onOpen: () => void;
  children: ComponentChildren;
}

/** The text of a message; a long one only begins, until the reader asks for all of it. */
export function Fold({ text, onOpen, children }: Props) {
  const id = useId();
  const open = useSignal(false);
  const button = useRef<HTMLButtonElement>(null);
  const long = linesOf(text, narrow.value ? WIDTH.narrow : WIDTH.wide) > LINES + SPARE;
  const folded = long && !open.value;
  useLayoutEffect(() => {
    // Folded by its reader, who has the focus on the button below it.
    if (folded && document.activeElement === button.current) button.current?.scrollIntoView({ block: "nearest" });
  }, [folded]);
  const toggle = () => {
    open.value = !open.value;
    if (open.value) onOpen();
  };
  return (
    <>
      <div id={id} class="message-body" data-folded={folded ? "" : undefined}>
        {children}
      </div>
      {long && (
        <button ref={button} type="button" class="text-button message-fold" aria-expanded={!folded} aria-controls={id} onClick={toggle}>
          {folded ? "Show more" : "Show less"}
        </button>
      )}
    </>
  );
}

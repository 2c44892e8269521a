import { useEffect, useLayoutEffect } from "preact/hooks";
import { focusComposer } from "./focus";
import { coarse } from "../ui";

/** What goes away again is nowhere to come back to. */
const PASSING = "dialog, [popover], [data-covers]";

/** Where the focus was last, and what it may be in around that: the nearest first. */
let trail: readonly HTMLElement[] = [];

addEventListener("focusin", ({ target }) => {
  if (!(target instanceof HTMLElement) || target.closest(PASSING)) return;
  const places: HTMLElement[] = [];
  for (let place: HTMLElement | null = target; place; place = place.parentElement) {
    // A finger would bring up the keyboard.
    if (place.hasAttribute("tabindex") || (place.tabIndex >= 0 && !(coarse.value && place.matches("input, textarea")))) places.push(place);
  }
  trail = places;
});

/** What one came from may be gone since, as the button of a message is that nobody points at. */
function goBack(places: readonly HTMLElement[]): void {
  const found = places.some((place) => {
    place.focus({ preventScroll: true });
    return document.activeElement === place;
  });
  if (!found) focusComposer();
}

/** Escape, where nothing within has a use for it: not that which ends the composing of a character, nor Shift+Escape. */
export const asksToClose = (event: KeyboardEvent): boolean =>
  event.key === "Escape" && !event.shiftKey && !event.defaultPrevented && !event.isComposing;

interface Covering {
  /** What covers the page, null where nothing does; what is beneath is for its own component to make inert. */
  what: string | null;
  enter: () => void;
  close: () => void;
}

/**
 * What stands over the page takes the focus, hands it back when it is gone, and closes with Escape. For a component
 * that is always there: the focus can only go back to what is inert no more. The cover itself says `data-covers`.
 */
export function useCovering({ what, enter, close }: Covering): void {
  const covers = what !== null;
  // Before it is painted: Escape may be the next key.
  useLayoutEffect(() => {
    if (!covers) return;
    const onKeyDown = (event: KeyboardEvent) => {
      // A dialog that was opened from here closes first.
      if (asksToClose(event) && !document.querySelector("dialog[open]")) close();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, [covers]);
  useEffect(() => {
    if (!covers) return;
    const back = trail;
    return () => {
      // Unless closing it has led the focus somewhere else. What is inert loses it only with the next frame.
      if (document.activeElement?.matches("body, [inert], [inert] *") ?? true) goBack(back);
    };
  }, [covers]);
  useEffect(() => {
    if (covers) enter();
  }, [what]);
}

import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { coarse } from "../ui";

/** Where the focus goes on: to writing. With a finger that would bring up the keyboard, so to the messages. */
export function focusComposer(): void {
  const composer = coarse.value ? null : document.querySelector<HTMLElement>(".composer-text");
  // An archived room has none.
  (composer ?? document.querySelector<HTMLElement>(".scroller"))?.focus({ preventScroll: true });
}

/** Hands the focus on when the component goes whose element holds it: the browser would drop it. */
export function useFocusHeir(
  element: RefObject<HTMLElement | null>,
  handOn: (element: HTMLElement) => void = focusComposer,
): void {
  useLayoutEffect(() => {
    const held = element.current;
    return () => {
      if (held?.contains(document.activeElement)) handOn(held);
    };
  }, []);
}

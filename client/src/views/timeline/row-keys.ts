import { focusComposer } from "../parts/focus";

const ROW = "li[data-client-id]";

/** Puts the focus on a message, and moves the view no further than that takes. */
function focusRow(row: HTMLElement): void {
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

/**
 * The messages are one stop for the Tab key: the arrows go from one to the next, Tab then goes to what
 * it offers, Escape back to writing. A message that goes beyond the view is scrolled through first.
 */
export function moveBetweenRows(event: KeyboardEvent, view: HTMLElement): void {
  if (event.shiftKey || event.altKey || event.ctrlKey || event.metaKey || !(event.target instanceof Element)) return;
  if (event.key === "Escape") focusComposer();
  if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
  const up = event.key === "ArrowUp";
  // Players and code have uses of their own for the arrows.
  if (event.target !== view && !event.target.matches(`${ROW}, a, button`)) return;
  const rows = [...view.querySelectorAll<HTMLElement>(ROW)];
  const { top, bottom } = view.getBoundingClientRect();
  const current = event.target.closest<HTMLElement>(ROW);
  if (current) {
    const box = current.getBoundingClientRect();
    if (up ? box.top < top - 1 : box.bottom > bottom + 1) return;
  }
  const next = current
    ? rows[rows.indexOf(current) + (up ? -1 : 1)]
    : rows.findLast((row) => row.getBoundingClientRect().top < bottom);
  if (!next) return;
  event.preventDefault();
  focusRow(next);
}

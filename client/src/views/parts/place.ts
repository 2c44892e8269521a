const GAP = 4;

const within = (value: number, most: number): number => Math.max(GAP, Math.min(value, most - GAP));

/** Puts a popup below its button, above it where there is no space, towards the middle, and always within the window. */
export function place(popup: HTMLElement, anchor: HTMLElement): void {
  const { top, bottom, left, right } = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = popup;
  const fits = bottom + GAP + height + GAP <= innerHeight;
  popup.style.top = `${within(fits ? bottom + GAP : top - GAP - height, innerHeight - height)}px`;
  popup.style.left = `${within(left + right < innerWidth ? left : right - width, innerWidth - width)}px`;
}

import { signal } from "@preact/signals";
import type { Room } from "../../state/rooms/room";

export type Side = "above" | "below";

/** What stands over the list at its ends, and half a row. */
const COVERED_REM = { above: 7, below: 2.75 };
/** Farther than any list is long: the other end does not count. */
const FAR_PX = 1_000_000;

/** Which of the rooms that are watched are out of sight, and on which side of what is seen of their list. */
export class Sight {
  readonly #hidden = signal<ReadonlyMap<Element, Side>>(new Map());
  readonly #rooms = new Map<Element, Room>();
  #observers: readonly IntersectionObserver[] | null = null;

  on(side: Side): readonly Room[] {
    return this.#links(side).flatMap((link) => this.#rooms.get(link) ?? []);
  }

  /** Watches the link to a room; returns what ends it. */
  watch(link: Element, room: Room): () => void {
    const observers = (this.#observers ??= this.#observe(link.closest(".rooms")));
    this.#rooms.set(link, room);
    for (const observer of observers) observer.observe(link);
    return () => {
      for (const observer of observers) observer.unobserve(link);
      this.#rooms.delete(link);
      this.#note(new Map([[link, null]]));
    };
  }

  /** Brings the next one on a side into sight, with the focus on it. */
  show(side: Side): void {
    const distance = (link: Element) => link.getBoundingClientRect().top * (side === "below" ? 1 : -1);
    const [next] = this.#links(side).sort((one, other) => distance(one) - distance(other));
    next?.scrollIntoView({ block: "center" });
    if (next instanceof HTMLElement) next.focus({ preventScroll: true });
  }

  #links(side: Side): Element[] {
    return [...this.#hidden.value].flatMap(([link, hidden]) => (hidden === side ? [link] : []));
  }

  /** One for each side, because one alone does not tell when a row goes from one side to the other in one leap. */
  #observe(root: Element | null): readonly IntersectionObserver[] {
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const margins = {
      above: `${-COVERED_REM.above * rem}px 0px ${FAR_PX}px`,
      below: `${FAR_PX}px 0px ${-COVERED_REM.below * rem}px`,
    };
    return (["above", "below"] as const).map((side) => {
      const take = (entries: readonly IntersectionObserverEntry[]) =>
        this.#note(new Map(entries.map(({ target, isIntersecting }) => [target, isIntersecting ? null : side])), side);
      return new IntersectionObserver(take, { root, rootMargin: margins[side] });
    });
  }

  /** Notes where links are: on a side, or no more on the one that is told of. */
  #note(changes: ReadonlyMap<Element, Side | null>, told?: Side): void {
    const hidden = new Map(this.#hidden.peek());
    for (const [link, side] of changes) {
      if (side && this.#rooms.has(link)) hidden.set(link, side);
      else if (!side && (!told || hidden.get(link) === told)) hidden.delete(link);
    }
    this.#hidden.value = hidden;
  }
}

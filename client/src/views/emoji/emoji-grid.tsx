import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { CatalogEntry } from "../../state/emoji/emoji-catalog";

interface Props {
  id: string;
  label: string;
  entries: readonly CatalogEntry[];
  look: (entry: CatalogEntry) => string;
  onPick: (entry: CatalogEntry) => void;
  /** The pointer or the focus is on one. */
  onNear: (entry: CatalogEntry | null) => void;
  /** Upwards, out of the grid; or something was typed. */
  onLeave: () => void;
}

/** How many stand in a row; as many as there is space for. */
function columnsOf(buttons: readonly HTMLElement[]): number {
  const below = buttons.findIndex((button) => button.offsetTop > (buttons[0]?.offsetTop ?? 0));
  return below < 0 ? buttons.length : below;
}

/** Where a key leads from one of so many in such rows; null for keys that lead nowhere. */
function goal(key: string, from: number, count: number, columns: number): number | null {
  const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns };
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  const step = steps[key];
  if (step === undefined) return null;
  return key === "ArrowUp" ? from + step : Math.min(Math.max(0, from + step), count - 1);
}

/** Emoji to choose from: one stop for the Tab key, and arrow keys in all directions. */
export function EmojiGrid({ id, label, entries, look, onPick, onNear, onLeave }: Props) {
  const grid = useRef<HTMLDivElement>(null);
  const reachable = useSignal(0);
  useLayoutEffect(() => {
    reachable.value = 0;
    onNear(null);
    grid.current?.scrollTo(0, 0);
  }, [entries]);
  const onKeyDown = (event: KeyboardEvent) => {
    const buttons = [...(grid.current?.querySelectorAll("button") ?? [])];
    const from = buttons.indexOf(event.target as HTMLButtonElement);
    if (from < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const to = goal(event.key, from, buttons.length, columnsOf(buttons));
    if (to === null) {
      if (event.key.length === 1 && event.key !== " ") onLeave();
      return;
    }
    event.preventDefault();
    if (to < 0) onLeave();
    else buttons[to]?.focus();
  };
  return (
    <div ref={grid} id={id} class="emoji-grid" role="tabpanel" aria-label={label} onKeyDown={onKeyDown}>
      {entries.map((entry, index) => (
        <button
          key={entry.emoji}
          type="button"
          class="emoji"
          aria-label={entry.name}
          tabIndex={index === reachable.value ? 0 : -1}
          onClick={() => onPick(entry)}
          onFocus={() => {
            reachable.value = index;
            onNear(entry);
          }}
          onPointerEnter={() => onNear(entry)}
        >
          {look(entry)}
        </button>
      ))}
      {entries.length === 0 && <p class="emoji-notice">No emoji found.</p>}
    </div>
  );
}

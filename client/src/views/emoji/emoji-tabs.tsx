import type { CatalogGroup } from "../../state/emoji/emoji-catalog";

const SIGNS: Record<string, string> = {
  "Recently used": "🕘",
  "Smileys & Emotion": "😀",
  "People & Body": "👋",
  "Animals & Nature": "🐻",
  "Food & Drink": "🍎",
  "Travel & Places": "🚗",
  Activities: "⚽",
  Objects: "💡",
  Symbols: "❤️",
  Flags: "🏁",
};

interface Props {
  groups: readonly CatalogGroup[];
  /** The name of the group that is shown; null while something else is. */
  chosen: string | null;
  /** The id of where it is shown. */
  controls: string;
  onChoose: (name: string) => void;
}

/** The groups: one stop for the Tab key, and arrow keys from one to the next. */
export function EmojiTabs({ groups, chosen, controls, onChoose }: Props) {
  const reachable = chosen ?? groups[0]?.name;
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined || !(event.target instanceof HTMLElement)) return;
    event.preventDefault();
    const sibling = step < 0 ? event.target.previousElementSibling : event.target.nextElementSibling;
    if (!(sibling instanceof HTMLElement)) return;
    sibling.focus();
    sibling.click();
  };
  return (
    <div class="emoji-tabs" role="tablist" aria-label="Groups" onKeyDown={onKeyDown}>
      {groups.map(({ name }) => (
        <button
          key={name}
          type="button"
          class="emoji-tab"
          role="tab"
          aria-label={name}
          title={name}
          aria-selected={name === chosen}
          aria-controls={controls}
          tabIndex={name === reachable ? 0 : -1}
          onClick={() => onChoose(name)}
        >
          {SIGNS[name] ?? name}
        </button>
      ))}
    </div>
  );
}

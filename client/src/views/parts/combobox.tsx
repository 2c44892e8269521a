import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { formatCount } from "../../state/format";

export interface Option {
  key: string;
  content: ComponentChildren;
  onPick: () => void;
}

interface Props {
  label: string;
  value: string;
  options: readonly Option[];
  placeholder: string;
  maxLength: number;
  /** What to say where there is nothing to choose from; null while that is not known. */
  empty: string | null;
  onInput: (text: string) => void;
  /** Backspace was pressed where there is no text. */
  onEraseBefore?: () => void;
  /** What was chosen, in front of the text. */
  children?: ComponentChildren;
}

/** A field to type in, and what can be chosen below it: with the arrow keys and Enter, or by a click. */
export function Combobox({ label, value, options, placeholder, maxLength, empty, onInput, onEraseBefore, children }: Props) {
  const id = useId();
  const list = useRef<HTMLUListElement>(null);
  const wanted = useSignal(0);
  const active = Math.max(0, Math.min(wanted.value, options.length - 1));
  useEffect(() => {
    wanted.value = 0;
  }, [value]);
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [active]);
  const onKeyDown = (event: KeyboardEvent & { currentTarget: HTMLInputElement }) => {
    if (event.isComposing) return;
    const count = options.length;
    if (event.key === "ArrowDown" && count > 0) wanted.value = (active + 1) % count;
    else if (event.key === "ArrowUp" && count > 0) wanted.value = (active - 1 + count) % count;
    else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && count > 0) options[active]?.onPick();
    else if (event.key === "Backspace" && value === "" && onEraseBefore) onEraseBefore();
    else return;
    event.preventDefault();
  };
  const found = options.length > 0;
  return (
    <div class="combobox">
      <div class="combobox-field">
        {children}
        <input
          type="text"
          class="combobox-text"
          role="combobox"
          aria-label={label}
          aria-autocomplete="list"
          aria-expanded={found}
          aria-controls={`${id}-list`}
          aria-activedescendant={found ? `${id}-${active}` : undefined}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          autofocus
          maxLength={maxLength}
          placeholder={placeholder}
          value={value}
          onInput={(event) => onInput(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
      </div>
      <ul ref={list} id={`${id}-list`} class="options" role="listbox" aria-label={label}>
        {options.map(({ key, content, onPick }, index) => (
          <li
            key={key}
            id={`${id}-${index}`}
            class="option"
            role="option"
            aria-selected={index === active}
            // The text keeps the focus.
            onPointerDown={(event) => event.preventDefault()}
            onPointerMove={() => (wanted.value = index)}
            onClick={onPick}
          >
            {content}
          </li>
        ))}
      </ul>
      <p class={found ? "visually-hidden" : "options-empty"} role="status">
        {found ? formatCount(options.length, "result", "results") : empty}
      </p>
    </div>
  );
}

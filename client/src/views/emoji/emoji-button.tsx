import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { EmojiPicker } from "./emoji-picker";
import { Icon } from "../parts/icons";

interface Props {
  label: string;
  class: string;
  onPick: (emoji: string) => void;
}

/** A button that opens the picker of emoji beside it. */
export function EmojiButton({ label, class: className, onPick }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  const open = useSignal(false);
  return (
    <>
      <button
        ref={button}
        type="button"
        class={className}
        aria-label={label}
        title={label}
        aria-haspopup="dialog"
        aria-expanded={open.value}
        onClick={() => (open.value = true)}
      >
        <Icon name="emoji" />
      </button>
      {open.value && <EmojiPicker anchor={button.current} onPick={onPick} onClose={() => (open.value = false)} />}
    </>
  );
}

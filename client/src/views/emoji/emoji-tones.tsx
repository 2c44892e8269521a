import { inTone, TONES } from "../../state/emoji/emoji-preferences";

const NAMES = ["Default skin tone", "Light", "Medium-light", "Medium", "Medium-dark", "Dark"];

/** The skin tone of all emoji that have one. */
export function EmojiTones({ tone, onChoose }: { tone: string; onChoose: (tone: string) => void }) {
  return (
    <select class="emoji-tones" aria-label="Skin tone" value={tone} onChange={(event) => onChoose(event.currentTarget.value)}>
      {TONES.map((one, index) => (
        <option key={one} value={one}>
          {inTone("👋", one)} {NAMES[index]}
        </option>
      ))}
    </select>
  );
}

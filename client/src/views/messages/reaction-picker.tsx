import { useSignal } from "@preact/signals";
import type { MessagePayload } from "../../protocol";
import { useChat } from "../context";
import { EmojiPicker } from "../emoji/emoji-picker";
import { Icon } from "../parts/icons";
import { Popup } from "../parts/popup";
import { toggleReaction } from "./toggle-reaction";

/** What people mean most of the time. */
const QUICK = ["👍", "❤️", "😂", "🎉", "😮", "😢"];

interface Props {
  message: MessagePayload;
  anchor: HTMLElement;
  onClose: () => void;
}

/** The reactions to choose from: the usual ones, and behind them all there are. */
export function ReactionPicker({ message, anchor, onClose }: Props) {
  const chat = useChat();
  const all = useSignal(false);
  const pick = (emoji: string) => {
    anchor.focus();
    onClose();
    toggleReaction(chat, message, emoji);
  };
  if (all.value) return <EmojiPicker anchor={anchor} onPick={pick} onClose={onClose} />;
  return (
    <Popup label="Reactions" role="group" anchor={anchor} onClose={onClose}>
      {QUICK.map((emoji) => (
        <button key={emoji} type="button" class="quick-reaction" aria-label={`React with ${emoji}`} onClick={() => pick(emoji)}>
          {emoji}
        </button>
      ))}
      <button type="button" class="quick-reaction quick-reaction-more" aria-label="More emoji" title="More emoji" onClick={() => (all.value = true)}>
        <Icon name="add" />
      </button>
    </Popup>
  );
}

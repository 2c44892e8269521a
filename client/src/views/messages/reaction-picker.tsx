import type { MessagePayload } from "../../protocol";
import { useChat } from "../context";
import { Popup } from "./popup";
import { toggleReaction } from "./toggle-reaction";

/** What people mean most of the time. */
const QUICK = ["👍", "❤️", "😂", "🎉", "😮", "😢"];

interface Props {
  message: MessagePayload;
  anchor: HTMLElement;
  onClose: () => void;
}

/** The reactions to choose from. */
export function ReactionPicker({ message, anchor, onClose }: Props) {
  const chat = useChat();
  const pick = (emoji: string) => {
    anchor.focus();
    onClose();
    toggleReaction(chat, message, emoji);
  };
  return (
    <Popup label="Reactions" role="group" anchor={anchor} onClose={onClose}>
      {QUICK.map((emoji) => (
        <button key={emoji} type="button" class="quick-reaction" aria-label={`React with ${emoji}`} onClick={() => pick(emoji)}>
          {emoji}
        </button>
      ))}
    </Popup>
  );
}

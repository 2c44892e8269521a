import { useSignal, type ReadonlySignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { MessagePayload, ReactionPayload } from "../../protocol";
import { formatCount, formatNumber } from "../../state/format";
import { useChat } from "../context";
import { useFocusHeir } from "../parts/focus";
import { Icon } from "../parts/icons";
import { ReactionPicker } from "./reaction-picker";
import { isGivenBy, toggleReaction } from "./toggle-reaction";
import { useReactors } from "./use-reactors";

interface Props {
  message: MessagePayload;
  /** Whether they can be joined and taken back, and not only looked at. */
  writable: boolean;
  /** The focus is in the message: only then its reactions are stops for the Tab key. */
  near: ReadonlySignal<boolean>;
}

function Chip({ message, writable, near, reaction }: Props & { reaction: ReactionPayload }) {
  const chat = useChat();
  const chip = useRef<HTMLButtonElement>(null);
  const { names, tip, held, handlers } = useReactors(message, reaction, chip);
  useFocusHeir(chip, (gone) => gone.closest<HTMLElement>("li[data-client-id]")?.focus({ preventScroll: true }));
  const { emoji, users } = reaction;
  return (
    <>
      <button
        ref={chip}
        type="button"
        class="reaction"
        tabIndex={near.value ? 0 : -1}
        aria-disabled={!writable}
        aria-pressed={isGivenBy(reaction, chat.me.id)}
        aria-label={`${emoji} ${formatCount(users.length, "reaction", "reactions")}`}
        aria-describedby={names === null ? undefined : tip.id}
        {...handlers}
        onClick={() => {
          if (!held() && writable) toggleReaction(chat, message, emoji);
        }}
      >
        <span aria-hidden="true">{emoji}</span>
        <span class="reaction-count" aria-hidden="true">
          {formatNumber(users.length)}
        </span>
      </button>
      {names !== null && (
        <span ref={tip.ref} id={tip.id} class="popup reaction-names" role="tooltip" popover="manual">
          {names}
        </span>
      )}
    </>
  );
}

/** The reactions to a message, each to be joined or taken back. */
export function Reactions({ message, writable, near }: Props) {
  const add = useRef<HTMLButtonElement>(null);
  const picking = useSignal(false);
  return (
    <div class="reactions" role="group" aria-label="Reactions">
      {message.reactions.map((reaction) => (
        <Chip key={reaction.emoji} message={message} writable={writable} near={near} reaction={reaction} />
      ))}
      {writable && (
        <button
          ref={add}
          type="button"
          class="reaction reaction-add"
          tabIndex={near.value ? 0 : -1}
          aria-label="Add reaction"
          title="Add reaction"
          aria-haspopup="true"
          aria-expanded={picking.value}
          onClick={() => (picking.value = !picking.value)}
        >
          <Icon name="react" />
        </button>
      )}
      {picking.value && add.current && (
        <ReactionPicker message={message} anchor={add.current} onClose={() => (picking.value = false)} />
      )}
    </div>
  );
}

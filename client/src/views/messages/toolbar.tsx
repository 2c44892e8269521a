import { useSignal, type ReadonlySignal } from "@preact/signals";
import type { Ref } from "preact";
import { useRef } from "preact/hooks";
import type { MessagePayload } from "../../protocol";
import { useChat } from "../context";
import { useFocusHeir } from "../parts/focus";
import { Icon, type IconName } from "../parts/icons";
import { messageActions, type Surroundings } from "./actions";
import { Menu } from "../parts/menu";
import { ReactionPicker } from "./reaction-picker";

interface Props extends Surroundings {
  message: MessagePayload;
  /** The focus is in the message: only then its actions are stops for the Tab key. */
  near: ReadonlySignal<boolean>;
}

interface ButtonProps {
  button: Ref<HTMLButtonElement>;
  icon: IconName;
  label: string;
  tabIndex: number;
  /** Whether what it opens is open; undefined where it opens nothing. */
  open?: boolean;
  onClick: () => void;
}

function ToolbarButton({ button, icon, label, tabIndex, open, onClick }: ButtonProps) {
  return (
    <button
      ref={button}
      type="button"
      class="toolbar-button"
      tabIndex={tabIndex}
      aria-label={label}
      title={label}
      aria-haspopup={open === undefined ? undefined : "true"}
      aria-expanded={open}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}

/** What can be done with a message: shown on hover, on focus, and on a tap. */
export function Toolbar({ message, room, draft, near }: Props) {
  const chat = useChat();
  const toolbar = useRef<HTMLDivElement>(null);
  const more = useRef<HTMLButtonElement>(null);
  const react = useRef<HTMLButtonElement>(null);
  const open = useSignal<"menu" | "reactions" | null>(null);
  useFocusHeir(toolbar);
  const tabIndex = near.value ? 0 : -1;
  const toggle = (what: "menu" | "reactions") => (open.value = open.value === what ? null : what);
  const close = () => (open.value = null);
  return (
    <div ref={toolbar} class="toolbar" role="group" aria-label="Message actions" data-open={open.value ? "" : undefined}>
      {!room.archived.value && (
        <>
          <ToolbarButton
            button={react}
            icon="react"
            label="React"
            tabIndex={tabIndex}
            open={open.value === "reactions"}
            onClick={() => toggle("reactions")}
          />
          <ToolbarButton button={null} icon="reply" label="Reply" tabIndex={tabIndex} onClick={() => draft.reply(message.number)} />
        </>
      )}
      <ToolbarButton
        button={more}
        icon="more"
        label="More actions"
        tabIndex={tabIndex}
        open={open.value === "menu"}
        onClick={() => toggle("menu")}
      />
      {open.value === "menu" && more.current && (
        <Menu label="Message actions" items={messageActions(chat, message, { room, draft })} anchor={more.current} onClose={close} />
      )}
      {open.value === "reactions" && react.current && (
        <ReactionPicker message={message} anchor={react.current} onClose={close} />
      )}
    </div>
  );
}

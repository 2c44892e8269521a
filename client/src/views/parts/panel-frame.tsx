import type { ComponentChildren, RefObject } from "preact";
import { drawerCovers } from "../ui";
import { asksToClose } from "./covering";
import { Icon } from "./icons";

interface FrameProps {
  frame: RefObject<HTMLElement | null>;
  title: string;
  /** It stands over the conversation, not beside it. */
  covers: boolean;
  onClose: () => void;
  children: ComponentChildren;
}

/** The frame of what stands beside the conversation. */
export function PanelFrame({ frame, title, covers, onClose, children }: FrameProps) {
  return (
    <aside
      ref={frame}
      class="panel"
      aria-label={title}
      data-covers={covers ? "" : undefined}
      inert={drawerCovers.value}
      onKeyDown={(event) => {
        if (!asksToClose(event)) return;
        event.preventDefault();
        onClose();
      }}
    >
      <header class="panel-head">
        <h2>{title}</h2>
        <button type="button" class="icon-button panel-close" aria-label={`Close ${title.toLowerCase()}`} title="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <div class="panel-body">{children}</div>
    </aside>
  );
}

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useChat } from "../context";
import { focusComposer } from "./focus";
import { Icon } from "./icons";
import { narrow } from "../ui";

interface FrameProps {
  title: string;
  children: ComponentChildren;
}

/** The frame of what stands beside the conversation; over it where there is no space. */
export function PanelFrame({ title, children }: FrameProps) {
  const chat = useChat();
  const frame = useRef<HTMLElement>(null);
  const close = () => {
    chat.panel.close();
    focusComposer();
  };
  useEffect(() => {
    // What stands in it may have taken the focus already.
    if (narrow.value && !frame.current?.contains(document.activeElement)) frame.current?.querySelector<HTMLElement>(".panel-close")?.focus();
  }, []);
  return (
    <aside
      ref={frame}
      class="panel"
      aria-label={title}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) close();
      }}
    >
      <header class="panel-head">
        <h2>{title}</h2>
        <button type="button" class="icon-button panel-close" aria-label={`Close ${title.toLowerCase()}`} title="Close" onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      <div class="panel-body">{children}</div>
    </aside>
  );
}

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useChat } from "./context";
import { focusComposer } from "./focus";
import { Icon } from "./icons";
import { Members } from "./rooms/members";
import { SearchPanel } from "./search-panel";
import { narrow } from "./ui";

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
    if (narrow.value) frame.current?.querySelector<HTMLElement>(".panel-close")?.focus();
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

/** What is open beside the conversation, if anything is. */
export function PanelView() {
  const chat = useChat();
  const shown = chat.panel.content;
  if (!shown) return null;
  switch (shown.content.kind) {
    case "members": {
      const room = chat.rooms.value.find(({ id }) => id === shown.room);
      if (!room) return null;
      return (
        <PanelFrame title={room.kind === "direct" ? "People" : "Members"}>
          <Members key={room.id} room={room} />
        </PanelFrame>
      );
    }
    case "search": {
      const room = chat.current.value;
      return (
        room && (
          <PanelFrame title="Search">
            <SearchPanel room={room} />
          </PanelFrame>
        )
      );
    }
    default:
      return null;
  }
}

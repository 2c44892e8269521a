import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import type { PanelContent } from "../state/panel";
import type { Room } from "../state/rooms/room";
import { useChat } from "./context";
import { HistoryPanel } from "./messages/history-panel";
import { PinsPanel } from "./messages/pins-panel";
import { SavedPanel } from "./messages/saved-panel";
import { ThreadPanel } from "./messages/thread-panel";
import { useCovering } from "./parts/covering";
import { focusComposer } from "./parts/focus";
import { PanelFrame } from "./parts/panel-frame";
import { Members } from "./rooms/members";
import { SearchPanel } from "./search/search-panel";
import { drawerCovers, openPanel, panelCovers } from "./ui";

/** A panel's title, and what is in it. */
function panelOf(room: Room, content: PanelContent): [title: string, body: JSX.Element] {
  switch (content.kind) {
    case "members":
      return [room.kind === "direct" ? "People" : "Members", <Members key={room.id} room={room} />];
    case "history":
      return ["Edits", <HistoryPanel key={content.number} room={room} number={content.number} />];
    case "pins":
      return ["Pinned messages", <PinsPanel key={room.id} room={room} />];
    case "saved":
      return ["Saved messages", <SavedPanel key="saved" />];
    case "thread":
      return ["Thread", <ThreadPanel key={content.root} room={room} root={content.root} />];
    case "search":
      return ["Search", <SearchPanel key="search" room={room} />];
  }
}

/** What is open beside the conversation, if anything is; over it where there is no space. */
export function PanelView() {
  const chat = useChat();
  const frame = useRef<HTMLElement>(null);
  const content = openPanel(chat);
  const room = chat.current.value;
  const covers = panelCovers(chat);
  const close = () => {
    chat.panel.close();
    // Where it covers the room, the focus goes back by itself.
    if (!covers) focusComposer();
  };
  useCovering({
    what: covers && !drawerCovers.value ? JSON.stringify(content) : null,
    enter: () => {
      // What stands in it may have taken the focus already.
      if (!frame.current?.contains(document.activeElement)) frame.current?.querySelector<HTMLElement>(".panel-close")?.focus();
    },
    close,
  });
  if (!content || !room) return null;
  const [title, body] = panelOf(room, content);
  return (
    <>
      {covers && <div class="panel-backdrop" onClick={close} />}
      <PanelFrame frame={frame} title={title} covers={covers} onClose={close}>
        {body}
      </PanelFrame>
    </>
  );
}

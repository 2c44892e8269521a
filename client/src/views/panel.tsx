import { useChat } from "./context";
import { HistoryPanel } from "./messages/history-panel";
import { PinsPanel } from "./messages/pins-panel";
import { SavedPanel } from "./messages/saved-panel";
import { ThreadPanel } from "./messages/thread-panel";
import { PanelFrame } from "./parts/panel-frame";
import { Members } from "./rooms/members";
import { SearchPanel } from "./search/search-panel";

/** What is open beside the conversation, if anything is. */
export function PanelView() {
  const chat = useChat();
  const shown = chat.panel.content;
  const room = chat.current.value;
  if (!shown || room?.id !== shown.room) return null;
  const { content } = shown;
  switch (content.kind) {
    case "members":
      return (
        <PanelFrame title={room.kind === "direct" ? "People" : "Members"}>
          <Members key={room.id} room={room} />
        </PanelFrame>
      );
    case "history":
      return <HistoryPanel key={content.number} room={room} number={content.number} />;
    case "pins":
      return <PinsPanel key={room.id} room={room} />;
    case "saved":
      return <SavedPanel />;
    case "thread":
      return <ThreadPanel key={content.root} room={room} root={content.root} />;
    case "search":
      return (
        <PanelFrame title="Search">
          <SearchPanel room={room} />
        </PanelFrame>
      );
    default:
      return null;
  }
}

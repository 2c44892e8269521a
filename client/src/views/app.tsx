import type { Chat } from "../state/chat";
import type { Room } from "../state/room";
import { Composer } from "./composer";
import { ConfirmDelete } from "./confirm-delete";
import { ConnectionBanner } from "./connection-banner";
import { ChatContext, useChat } from "./context";
import { DropTarget } from "./drop-target";
import { Icon } from "./icons";
import { Lightbox } from "./lightbox";
import { PanelView } from "./panel";
import { Sidebar } from "./sidebar";
import { TimelineView } from "./timeline";
import { drawerOpen, narrow } from "./ui";

function Header({ room }: { room: Room }) {
  const { name, topic } = room.header.value;
  const chat = useChat();
  const elsewhere = chat.reading.unread.value - room.unread.value;
  return (
    <header class="room-header">
      {narrow.value && (
        <button
          type="button"
          class="icon-button"
          aria-label="Open the list of rooms"
          aria-expanded={drawerOpen.value}
          aria-controls="sidebar"
          data-unread={elsewhere > 0 ? "" : undefined}
          onClick={() => (drawerOpen.value = true)}
        >
          <Icon name="menu" />
        </button>
      )}
      <div class="room-title">
        <h1>
          <span class="room-mark" aria-hidden="true">
            #
          </span>
          {name}
        </h1>
        {topic !== "" && <p title={topic}>{topic}</p>}
      </div>
    </header>
  );
}

function Messages({ room }: { room: Room }) {
  const chat = useChat();
  const timeline = room.timeline.value;
  if (timeline) return <TimelineView key={room.id} room={room} timeline={timeline} />;
  return (
    <div class="timeline timeline-empty">
      {room.failed.value ? (
        <p role="alert">
          The messages could not be loaded.
          <button type="button" class="button" onClick={() => void chat.open(room.id)}>
            Try again
          </button>
        </p>
      ) : (
        <p>Loading messages…</p>
      )}
    </div>
  );
}

function OpenRoom({ room }: { room: Room }) {
  return (
    <main class="room" inert={narrow.value && drawerOpen.value}>
      <Header room={room} />
      <ConnectionBanner />
      <Messages room={room} />
      <Composer key={room.id} room={room} />
      <DropTarget room={room} />
    </main>
  );
}

function Page() {
  const chat = useChat();
  const room = chat.current.value;
  return (
    <div class="chatroom">
      <Sidebar />
      {room ? <OpenRoom room={room} /> : <main class="room timeline-empty">There is no such room.</main>}
      <PanelView />
      <ConfirmDelete />
      <Lightbox />
      <div class="visually-hidden" aria-live="polite" data-testid="announcer">
        {chat.announcer.spoken.value}
      </div>
    </div>
  );
}

/** The whole page. */
export function App({ chat }: { chat: Chat }) {
  return (
    <ChatContext.Provider value={chat}>
      <Page />
    </ChatContext.Provider>
  );
}

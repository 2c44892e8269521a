import type { Chat } from "../state/chat";
import type { Room } from "../state/rooms/room";
import { Composer } from "./composer/composer";
import { ConfirmDelete } from "./messages/confirm-delete";
import { ConnectionBanner } from "./connection-banner";
import { ChatContext, useChat } from "./context";
import { DrawerButton } from "./sidebar/drawer-button";
import { DropTarget } from "./composer/drop-target";
import { Lightbox } from "./messages/lightbox";
import { PinsButton } from "./messages/panel-buttons";
import { PanelView } from "./panel";
import { Archived } from "./rooms/archived";
import { RoomDialogs } from "./rooms/dialogs";
import { FarewellNotice } from "./rooms/farewell";
import { KindNote, Mark } from "./rooms/mark";
import { MutedMark } from "./rooms/muted-mark";
import { NoRoom } from "./rooms/no-room";
import { RoomActions } from "./rooms/room-actions";
import { followLinks } from "./navigation";
import { Sidebar } from "./sidebar/sidebar";
import { StatusDialog } from "./people/status-dialog";
import { TimelineView } from "./timeline/timeline";
import { ToastView } from "./parts/toast";
import { drawerCovers, panelCovers } from "./ui";

function Header({ room }: { room: Room }) {
  const { topic } = room.header.value;
  const chat = useChat();
  const elsewhere = chat.reading.news.value - room.news.value;
  return (
    <header class="room-header">
      <DrawerButton news={elsewhere > 0} />
      <div class="room-title">
        <h1>
          <Mark room={room} />
          {room.title.value}
          <KindNote room={room} />
        </h1>
        <MutedMark room={room} />
        {room.archived.value && <span class="room-archived">Archived</span>}
        {topic !== "" && <p title={topic}>{topic}</p>}
      </div>
      <PinsButton room={room} />
      <RoomActions room={room} />
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
  const covered = drawerCovers.value || panelCovers(useChat());
  return (
    <main class="room" inert={covered}>
      <Header room={room} />
      <Messages room={room} />
      {room.archived.value ? (
        <Archived key={room.id} room={room} />
      ) : (
        <Composer key={room.id} room={room} draft={room.draft} />
      )}
      {!room.archived.value && <DropTarget room={room} />}
    </main>
  );
}

function Page() {
  const chat = useChat();
  const room = chat.current.value;
  return (
    <div class="chatroom" onClick={(event) => followLinks(event, chat)}>
      <ConnectionBanner />
      <Sidebar />
      {room ? <OpenRoom room={room} /> : <NoRoom />}
      <PanelView />
      <ConfirmDelete />
      <Lightbox />
      <RoomDialogs />
      <StatusDialog />
      <FarewellNotice />
      <ToastView />
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

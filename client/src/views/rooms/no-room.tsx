import { Logo } from "../parts/icons";
import { drawerCovers } from "../ui";
import { dialog } from "./dialog-state";
import { DrawerButton } from "../sidebar/drawer-button";

/** The page of somebody who is in no room. */
export function NoRoom() {
  return (
    <main class="room no-room" inert={drawerCovers.value}>
      <header class="room-header">
        <DrawerButton news={false} />
        <div class="room-title">
          <h1>Chatroom</h1>
        </div>
      </header>
      <div class="timeline timeline-empty">
        <div class="no-room-text">
          <Logo />
          <h2>You are in no room yet</h2>
          <p>Find one that is open to everybody, or make one of your own.</p>
          <div class="no-room-actions">
            <button type="button" class="button button-primary" onClick={() => (dialog.value = { kind: "browse" })}>
              Browse rooms
            </button>
            <button type="button" class="button" onClick={() => (dialog.value = { kind: "create" })}>
              New room
            </button>
          </div>
        </div>
      </div>
    </main>
  );
}

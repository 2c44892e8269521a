import { useComputed } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import type { Room } from "../../state/rooms/room";
import { sections } from "../../state/rooms/sections";
import { useChat } from "../context";
import { SavedButton } from "../messages/panel-buttons";
import { Icon } from "../parts/icons";
import { dialog, type RoomDialog } from "./dialog-state";
import { RoomLink } from "./room-link";
import { Sight } from "./sight";
import { SightHint } from "./sight-hint";

function Opener({ icon, label, opens }: { icon: "add" | "browse"; label: string; opens: RoomDialog }) {
  return (
    <button type="button" class="icon-button" aria-label={label} title={label} onClick={() => (dialog.value = opens)}>
      <Icon name={icon} />
    </button>
  );
}

interface SectionProps {
  id: string;
  title: string;
  rooms: readonly Room[];
  sight: Sight;
  /** What there is to say where there are none. */
  none: string;
  children: ComponentChildren;
}

function Section({ id, title, rooms, sight, none, children }: SectionProps) {
  return (
    <section aria-labelledby={id}>
      <div class="rooms-head">
        <h2 id={id}>{title}</h2>
        {children}
      </div>
      {rooms.length > 0 ? (
        <ul role="list">
          {rooms.map((room) => (
            <RoomLink key={room.id} room={room} sight={sight} />
          ))}
        </ul>
      ) : (
        <p class="rooms-none">{none}</p>
      )}
    </section>
  );
}

const SHORTCUT = /Mac OS|iPhone|iPad/.test(navigator.userAgent) ? "⌘K" : "Ctrl K";

/** The rooms of the user by kind, and the ways to others. */
export function RoomList() {
  const chat = useChat();
  const { rooms, direct, archived } = useComputed(() => sections(chat.rooms.value)).value;
  const sight = useMemo(() => new Sight(), []);
  const openArchived = useComputed(() => chat.current.value?.archived.value ?? false).value;
  return (
    <div class="rooms-frame">
      <SightHint sight={sight} side="above" />
      <SightHint sight={sight} side="below" />
      <nav class="rooms" aria-label="Rooms">
        <div class="rooms-top">
          <button type="button" class="jump" aria-keyshortcuts="Control+K Meta+K" onClick={() => (dialog.value = { kind: "jump" })}>
            <Icon name="search" />
            <span>Jump to…</span>
            <kbd aria-hidden="true">{SHORTCUT}</kbd>
          </button>
        </div>
        <SavedButton />
        <Section id="rooms-title" title="Rooms" rooms={rooms} sight={sight} none="You are in no room yet.">
          <Opener icon="browse" label="Browse rooms" opens={{ kind: "browse" }} />
          <Opener icon="add" label="New room" opens={{ kind: "create" }} />
        </Section>
        <Section id="direct-title" title="Direct messages" rooms={direct} sight={sight} none="Talk to somebody, or a few, in private.">
          <Opener icon="add" label="New direct message" opens={{ kind: "direct" }} />
        </Section>
        {archived.length > 0 && (
          <details class="rooms-archived" open={openArchived}>
            <summary>Archived ({archived.length})</summary>
            <ul role="list">
              {archived.map((room) => (
                <RoomLink key={room.id} room={room} sight={sight} />
              ))}
            </ul>
          </details>
        )}
      </nav>
    </div>
  );
}

import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { LISTING_SIZE, fetchPublicRooms } from "../../net/api";
import type { ListedRoomPayload } from "../../protocol";
import { formatCount } from "../../state/format";
import { Listing } from "../../state/listing";
import { useChat } from "../context";
import { Dialog } from "../parts/dialog";
import { Icon } from "../parts/icons";
import { goTo } from "../navigation";
import { useRequest } from "../parts/use-request";
import { closeDialog, dialog } from "./dialog-state";
import { QUERY_MAX } from "./people-finder";

function Listed({ listed, onOpen }: { listed: ListedRoomPayload; onOpen: () => void }) {
  const chat = useChat();
  const joined = chat.rooms.value.some(({ id }) => id === listed.id);
  return (
    <li class="listed">
      <div class="listed-text">
        <p class="listed-name">
          <span class="room-mark" aria-hidden="true">
            #
          </span>
          {listed.name}
        </p>
        <p class="hint">
          {formatCount(listed.member_count, "member", "members")}
          {listed.topic !== "" && ` · ${listed.topic}`}
        </p>
      </div>
      <button type="button" class={`button ${joined ? "" : "button-primary"}`} aria-label={`${joined ? "Open" : "Join"} ${listed.name}`} onClick={onOpen}>
        {joined ? "Open" : "Join"}
      </button>
    </li>
  );
}

/** What there is to say about the list as a whole. */
function statusOf(rooms: Listing<ListedRoomPayload>, query: string): string {
  const { items, state, more } = rooms;
  if (state.value === "loading") return "Looking…";
  if (state.value === "failed") return "The rooms could not be loaded.";
  if (items.value.length === 0) return query === "" ? "There are no public rooms yet." : "No public room’s name begins so.";
  return `${formatCount(items.value.length, "room", "rooms")}${more.value ? ", and more" : ""}`;
}

/** All public rooms, to be found and joined. */
export function BrowseRooms() {
  const chat = useChat();
  const query = useSignal("");
  const { run, problem } = useRequest();
  const rooms = useMemo(() => new Listing(fetchPublicRooms, LISTING_SIZE), []);
  useEffect(() => {
    void rooms.load();
    return () => rooms.clear();
  }, []);
  const open = ({ id }: ListedRoomPayload) =>
    run(async () => {
      if (!chat.rooms.value.some((room) => room.id === id)) await chat.membership.join(id);
      closeDialog();
      goTo(chat, id);
    });
  const trouble = problem();
  return (
    <Dialog label="Browse rooms" class="dialog dialog-list" onClose={closeDialog}>
      <div class="dialog-head">
        <h2>Browse rooms</h2>
        <button type="button" class="icon-button" aria-label="Close" onClick={closeDialog}>
          <Icon name="close" />
        </button>
      </div>
      <input
        type="search"
        class="input"
        aria-label="Find a room by the beginning of its name"
        placeholder="Find a room"
        autocomplete="off"
        autofocus
        maxLength={QUERY_MAX}
        value={query.value}
        onInput={(event) => {
          query.value = event.currentTarget.value;
          rooms.search(query.value.trim());
        }}
      />
      {trouble && (
        <p class="alert" role="alert">
          {trouble}
        </p>
      )}
      <ul class="listing" role="list">
        {rooms.items.value.map((listed) => (
          <Listed key={listed.id} listed={listed} onOpen={() => open(listed)} />
        ))}
      </ul>
      <div class="listing-foot">
        <p class="hint" role="status">
          {statusOf(rooms, query.value)}
        </p>
        {rooms.state.value === "failed" && (
          <button type="button" class="text-button" onClick={() => void rooms.load()}>
            Try again
          </button>
        )}
        {rooms.state.value === "ready" && rooms.more.value && (
          <button type="button" class="text-button" onClick={() => void rooms.loadMore()}>
            Show more
          </button>
        )}
        <button type="button" class="text-button" onClick={() => (dialog.value = { kind: "create" })}>
          New room
        </button>
      </div>
    </Dialog>
  );
}

import { useEffect, useMemo } from "preact/hooks";
import { SavedList } from "../../state/messages/saved-list";
import { mention } from "../../state/rooms/title";
import { useChat } from "../context";
import { Icon } from "../parts/icons";
import { Listed } from "./listed";

/** Fetched with every new connection, and when something is saved that is not in it. */
function useSavedList(): SavedList {
  const chat = useChat();
  const list = useMemo(() => new SavedList(chat.saved), []);
  const connected = chat.status.value === "connected";
  const { count } = chat.saved;
  useEffect(() => list.follow(chat.feed), []);
  useEffect(() => {
    if (connected && (list.loading.value || count > list.messages.length)) void list.load();
  }, [connected, count]);
  return list;
}

function Foot({ list }: { list: SavedList }) {
  const again = list.failed.value;
  if (!again && !list.more.value) return null;
  return (
    <p class="panel-empty" role={again ? "alert" : undefined}>
      {again && "These messages could not be loaded. "}
      <button type="button" class="text-button" disabled={list.loading.value} onClick={() => void list.load({ more: !again })}>
        {again ? "Try again" : "Show more"}
      </button>
    </p>
  );
}

/** What one has saved, from all rooms. */
export function SavedPanel() {
  const chat = useChat();
  const list = useSavedList();
  const { messages } = list;
  const nameOf = (id: number) => {
    const room = chat.rooms.value.find((other) => other.id === id);
    return room && mention(room.header.value, chat.me);
  };
  const empty = messages.length === 0 && !list.failed.value;
  return (
    <>
      {empty && (
        <p class="panel-empty">{list.loading.value ? "Loading…" : "Nothing is saved yet. What you save, only you see."}</p>
      )}
      <ul class="excerpts" role="list">
        {messages.map((message) => (
          <Listed key={`${message.room}:${message.number}`} message={message} where={nameOf(message.room)}>
            <button
              type="button"
              class="icon-button"
              aria-label="Unsave"
              title="Unsave"
              onClick={() => void chat.toast.attempt(chat.saved.set(message, false))}
            >
              <Icon name="close" />
            </button>
          </Listed>
        ))}
      </ul>
      <Foot list={list} />
    </>
  );
}

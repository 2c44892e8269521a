import { useEffect, useMemo } from "preact/hooks";
import { SavedList } from "../../state/messages/saved-list";
import { mention } from "../../state/rooms/title";
import { useChat } from "../context";
import { Icon } from "../parts/icons";
import { PagesView, useFetched } from "../parts/pages";
import { Listed } from "./listed";

/** Fetched again when something else is saved. */
function useSavedList(): SavedList {
  const chat = useChat();
  const list = useMemo(() => new SavedList(chat.saved), []);
  useEffect(() => list.follow(chat.feed), []);
  useFetched(list, chat.saved.added.value);
  return list;
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
  return (
    <PagesView pages={list} count={messages.length} what="These messages" none="Nothing is saved yet. What you save, only you see.">
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
    </PagesView>
  );
}

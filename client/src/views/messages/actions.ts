import type { MessagePayload } from "../../protocol";
import type { Chat } from "../../state/chat";
import type { Draft } from "../../state/drafts/draft";
import type { Room } from "../../state/rooms/room";
import { copyText } from "../parts/copy";
import { permalink } from "../address";
import { deleting } from "../ui";
import type { MenuItem } from "../parts/menu";

/** Where a message stands: its room, and what answers to it are written in. */
export interface Surroundings {
  room: Room;
  draft: Draft;
}

async function copyLink(chat: Chat, message: MessagePayload): Promise<void> {
  const copied = await copyText(permalink(message));
  chat.toast.say(copied ? "Link copied." : "The link could not be copied.");
}

/** What the menu of a message offers to this reader. */
export function messageActions(chat: Chat, message: MessagePayload, { room, draft }: Surroundings): MenuItem[] {
  const own = message.author.id === chat.me.id;
  const saved = chat.saved.has(message);
  const writable = !room.archived.value;
  const root = message.thread ?? message.number;
  const items: (MenuItem | false)[] = [
    draft.thread === null && {
      label: message.thread !== null || message.replies > 0 ? "Open thread" : "Reply in thread",
      icon: "thread",
      onPick: () => chat.panel.open(room.id, { kind: "thread", root }),
    },
    writable && own && { label: "Edit", icon: "edit", onPick: () => draft.edit(message) },
    { label: "Copy link", icon: "link", onPick: () => void copyLink(chat, message) },
    writable && {
      label: message.pinned ? "Unpin" : "Pin",
      icon: "pin",
      onPick: () => void chat.toast.attempt(chat.commands.pin(message, !message.pinned)),
    },
    {
      label: saved ? "Unsave" : "Save",
      icon: "star",
      onPick: () => void chat.toast.attempt(chat.saved.set(message, !saved)),
    },
    {
      label: "Mark as unread from here",
      icon: "unread",
      onPick: () => void chat.toast.attempt(chat.reading.markUnread(room, message.number)),
    },
    message.edited_at !== null && {
      label: "Show edits",
      icon: "clock",
      onPick: () => chat.panel.open(room.id, { kind: "history", number: message.number }),
    },
    writable && (own || room.owned.value) && {
      label: "Delete",
      icon: "delete",
      danger: true,
      onPick: () => (deleting.value = { room, message }),
    },
  ];
  return items.filter((item) => item !== false);
}

import { useSignal } from "@preact/signals";
import { explain } from "../net/errors";
import type { Draft } from "../state/draft";
import type { Room } from "../state/room";
import { useChat } from "./context";
import { deleting } from "./ui";

/** Sends a new message, or saves the change to an old one. */
export function useSubmit(room: Room, draft: Draft) {
  const chat = useChat();
  const busy = useSignal(false);
  const submit = async () => {
    const message = draft.editing.value;
    if (!message) { chat.send(room, draft); return; }
    if (busy.value || draft.objection) return;
    const body = draft.body.value;
    if (body.trim() === "" && message.files.length === 0) {
      deleting.value = { room, message };
      return;
    }
    busy.value = true;
    try {
      if (body !== message.body) await chat.commands.edit(message, body);
      draft.stopEditing();
    } catch (error) {
      draft.notice.value = `Not saved. ${explain(error)}`;
    }
    busy.value = false;
  };
  return { submit: () => void submit(), busy };
}

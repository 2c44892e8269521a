import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { fetchPeople, fetchPublicRooms } from "../../net/api";
import { explain } from "../../net/errors";
import type { MessagePayload } from "../../protocol";
import type { Draft } from "../../state/drafts/draft";
import type { Room } from "../../state/rooms/room";
import { perform, readSlash } from "../../state/slash-commands/slash";
import { useChat } from "../context";
import { goTo } from "../navigation";
import { dialog } from "../rooms/dialog-state";
import { deleting } from "../ui";

/** What to tell the writer about a command. */
export interface Word {
  text: string;
  problem: boolean;
}

/** Sends a new message, does what a command says, or saves the change to an old message. */
export function useSubmit(room: Room, draft: Draft) {
  const chat = useChat();
  const busy = useSignal(false);
  const word = useSignal<Word | null>(null);
  const help = useSignal(false);
  // Whoever writes on has read it.
  useEffect(() => draft.text.subscribe(() => (word.value = null)), [draft]);

  const save = async (message: MessagePayload) => {
    if (draft.objection) return;
    const body = draft.body.value;
    if (body.trim() === "" && message.files.length === 0) {
      deleting.value = { room, message };
      return;
    }
    try {
      if (body !== message.body) await chat.commands.edit(message, body);
      draft.stopEditing();
    } catch (error) {
      draft.notice.value = `Not saved. ${explain(error)}`;
    }
  };

  const send = (body: string) => {
    draft.text.value = body;
    chat.send(room, draft);
  };

  const command = async (name: string, argument: string) => {
    const written = draft.text.value;
    const open = (id: number) => goTo(chat, id);
    const askToLeave = (room: Room) => (dialog.value = { kind: "leave", room });
    const showHelp = () => (help.value = true);
    try {
      const outcome = await perform(name, argument, { chat, room, open, askToLeave, showHelp, fetchPeople, fetchPublicRooms });
      if (outcome.kind === "message") { send(outcome.body); return; }
      if (draft.text.value === written) draft.text.value = "";
      if (outcome.told !== null) word.value = { text: outcome.told, problem: false };
    } catch (error) {
      word.value = { text: error instanceof Error ? error.message : explain(error), problem: true };
    }
  };

  const submit = async () => {
    const message = draft.editing.value;
    const slash = message ? null : readSlash(draft.body.value);
    if (!message && !slash) { help.value = false; chat.send(room, draft); return; }
    if (busy.value) return;
    help.value = false;
    busy.value = true;
    if (message) await save(message);
    else if (slash?.kind === "text") send(slash.text);
    else if (slash) await command(slash.name, slash.argument);
    busy.value = false;
  };
  return { submit: () => void submit(), busy, word, help };
}

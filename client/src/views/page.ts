import { effect } from "@preact/signals";
import { dayOf, formatNumber } from "../state/format";
import type { Chat } from "../state/chat";
import { now } from "./ui";

const MINUTE_MS = 60_000;

/** "(7) ", and with mentions "(@2, 7) ". */
function tally(unread: number, mentions: number): string {
  if (unread === 0) return "";
  return mentions > 0 ? `(@${formatNumber(mentions)}, ${formatNumber(unread)}) ` : `(${formatNumber(unread)}) `;
}

/** The title of the tab tells how much is new while the page is hidden. */
function keepTitle(chat: Chat): void {
  effect(() => {
    const name = chat.current.value?.title.value;
    const { unread, mentions } = chat.reading;
    const count = chat.visible.value ? "" : tally(unread.value, mentions.value);
    document.title = `${count}${name ? `${name} · ` : ""}Chatroom`;
  });
}

/** Tells the chat what happens to the page around it. */
export function watchPage(chat: Chat): void {
  const look = () => {
    chat.visible.value = document.visibilityState === "visible";
    if (chat.visible.value) void chat.checkHeads();
  };
  chat.visible.value = document.visibilityState === "visible";
  document.addEventListener("visibilitychange", look);
  addEventListener("pageshow", (event) => event.persisted && look());
  addEventListener("online", () => void chat.checkHeads());
  addEventListener("beforeunload", (event) => {
    if (chat.rooms.value.some((room) => room.draft.attachments.uploading)) event.preventDefault();
  });
  setInterval(() => {
    void chat.checkHeads();
    const moment = new Date();
    if (dayOf(moment) !== dayOf(now.value)) now.value = moment;
  }, MINUTE_MS);
  keepTitle(chat);
}

import { effect } from "@preact/signals";
import { dayOf, formatNumber } from "../state/format";
import type { Chat } from "../state/chat";
import type { Idle } from "../state/people/idle";
import { now } from "./ui";

const MINUTE_MS = 60_000;

/** "(7) ", and with mentions "(@2, 7) ". */
function tally(news: number, mentions: number): string {
  if (news === 0) return "";
  return mentions > 0 ? `(@${formatNumber(mentions)}, ${formatNumber(news)}) ` : `(${formatNumber(news)}) `;
}

const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');

/** The title of the tab, and its icon, tell how much is new while the page is hidden. */
function keepTitle(chat: Chat): void {
  effect(() => {
    const name = chat.current.value?.title.value;
    const { news, mentions } = chat.reading;
    const count = chat.visible.value ? "" : tally(news.value, mentions.value);
    document.title = `${count}${name ? `${name} · ` : ""}Chatroom`;
    if (icon) icon.href = icon.href.replace(/favicon[a-z-]*/, count ? "favicon-news" : "favicon");
  });
}

const INPUT = ["pointerdown", "pointermove", "keydown", "wheel", "touchmove", "focus"] as const;

/** Tells whether somebody is at this device: looks at the page, or does something there. */
export function watchActivity(idle: Idle): void {
  const active = () => document.visibilityState === "visible" && idle.active();
  for (const event of INPUT) addEventListener(event, active, { capture: true, passive: true });
  document.addEventListener("visibilitychange", active);
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
    if (chat.threads.uploading || chat.rooms.value.some((room) => room.draft.attachments.uploading)) event.preventDefault();
  });
  setInterval(() => {
    void chat.checkHeads();
    const moment = new Date();
    if (dayOf(moment) !== dayOf(now.value)) now.value = moment;
  }, MINUTE_MS);
  keepTitle(chat);
}

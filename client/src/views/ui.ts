import { computed, signal } from "@preact/signals";
import type { Chat } from "../state/chat";
import type { PanelContent } from "../state/panel";
import type { Room } from "../state/rooms/room";
import type { FilePayload, MessagePayload } from "../protocol";

/** What stands over the page, and concerns no other floor. */
export const drawerOpen = signal(false);
export const deleting = signal<{ room: Room; message: MessagePayload } | null>(null);
export const viewing = signal<{ images: readonly FilePayload[]; index: number } | null>(null);
/** One is asked what to say of oneself. */
export const editingStatus = signal(false);
/** The time, as far as it changes what is written: today becomes yesterday. */
export const now = signal(new Date());

/** A media query as a signal. */
function media(query: string) {
  const list = matchMedia(query);
  const matches = signal(list.matches);
  list.addEventListener("change", () => (matches.value = list.matches));
  return matches;
}

export const narrow = media("(max-width: 51.99rem)");
/** The panel has no space beside the conversation. */
const overlaid = media("(max-width: 73.99rem)");
/** A finger has no Shift+Enter. */
export const coarse = media("(pointer: coarse)");

/** The list of rooms stands over all the rest. */
export const drawerCovers = computed(() => narrow.value && drawerOpen.value);

/** What is open beside the room that is open, or over it. */
export function openPanel({ panel, current }: Chat): PanelContent | null {
  const shown = panel.content;
  return shown && shown.room === current.value?.id ? shown.content : null;
}

/** The panel stands over the room. */
export const panelCovers = (chat: Chat): boolean => overlaid.value && openPanel(chat) !== null;

/** Whether the machine has a network at all. */
export const networkUp = signal(navigator.onLine);
addEventListener("online", () => (networkUp.value = true));
addEventListener("offline", () => (networkUp.value = false));

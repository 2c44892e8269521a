import { signal } from "@preact/signals";
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
/** A finger has no Shift+Enter. */
export const coarse = media("(pointer: coarse)");

/** Whether the machine has a network at all. */
export const networkUp = signal(navigator.onLine);
addEventListener("online", () => (networkUp.value = true));
addEventListener("offline", () => (networkUp.value = false));

import type { ChangesPayload, MessagePayload, PagePayload } from "../../protocol";

/** The part of a room's history that is loaded: consecutive messages, ascending, complete up to `version`. */
export interface Window {
  readonly messages: readonly MessagePayload[];
  readonly version: number;
  /** There are older ones. */
  readonly before: boolean;
  /** There are newer ones. */
  readonly after: boolean;
}

/** How much stays loaded: past `most` messages, the end far from the reader is let go until `kept` are left. */
export interface Capacity {
  most: number;
  kept: number;
}

export const firstNumber = (window: Window): number => window.messages[0]?.number ?? 0;
export const lastNumber = (window: Window): number => window.messages.at(-1)?.number ?? 0;

/** The index of the first message whose number is at least this. */
function position(messages: readonly MessagePayload[], number: number): number {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((messages[middle]?.number ?? 0) < number) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The loaded message with this number. */
export function findMessage(window: Window, number: number): MessagePayload | undefined {
  const found = window.messages[position(window.messages, number)];
  return found?.number === number ? found : undefined;
}

/** Whether a message that is not loaded may be added without leaving a hole. */
function mayJoin(window: Window, number: number): boolean {
  if (window.messages.length === 0) return !window.before && !window.after;
  if (number < firstNumber(window)) return !window.before;
  return number < lastNumber(window) || !window.after;
}

/** Puts messages in their places. The greater version of a message wins; `version` stays as it is. */
export function upsert(window: Window, changed: readonly MessagePayload[]): Window {
  let messages: MessagePayload[] | null = null;
  for (const message of changed) {
    const current = messages ?? window.messages;
    const index = position(current, message.number);
    const held = current[index];
    const known = held?.number === message.number;
    if (known ? held.version >= message.version : !mayJoin({ ...window, messages: current }, message.number)) continue;
    messages ??= [...window.messages];
    messages.splice(index, known ? 1 : 0, message);
  }
  return messages ? { ...window, messages } : window;
}

/** The window once all changes up to a version are in it. */
export const advance = (window: Window, version: number): Window =>
  version > window.version ? { ...window, version } : window;

/** A page in place of everything. */
export function windowOf(page: PagePayload | ChangesPayload): Window {
  return {
    messages: page.messages,
    version: page.version,
    before: "before" in page ? page.before : (page.messages[0]?.number ?? 1) > 1,
    after: "after" in page ? page.after : false,
  };
}

/**
 * Adds a page of older or newer messages at its end.
 *
 * A page read before the window's last changes may lack some of them, since changes to messages that
 * were not loaded were let go: the window's version steps back to the page's, and a sync catches up.
 */
export function join(window: Window, page: PagePayload, end: "older" | "newer"): Window {
  const version = Math.min(window.version, page.version);
  const older = end === "older" ? page.messages : window.messages;
  const newer = end === "older" ? window.messages : page.messages;
  return {
    messages: [...older, ...newer],
    version,
    before: end === "older" ? page.before : window.before,
    after: end === "newer" ? page.after : window.after,
  };
}

/** Bounds the window, keeping what is around the message being read. */
export function trim(window: Window, reading: number, { most, kept }: Capacity): Window {
  const { messages } = window;
  if (messages.length <= most) return window;
  const index = position(messages, reading);
  if (index > messages.length / 2) return { ...window, messages: messages.slice(-kept), before: true };
  return { ...window, messages: messages.slice(0, kept), after: true };
}

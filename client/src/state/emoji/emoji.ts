import { signal } from "@preact/signals";

/** An emoji and the names to write it by, without their colons; the first is the usual one. */
export interface Shortcodes {
  emoji: string;
  shortcodes: readonly string[];
}

export interface Completion {
  emoji: string;
  shortcode: string;
}

interface Table {
  list: readonly Shortcodes[];
  byName: ReadonlyMap<string, string>;
}

const loaded = signal<Table | null>(null);
let loading: Promise<Table> | null = null;

async function load(): Promise<Table> {
  const { default: lines } = await import("emoji:shortcodes");
  const list = lines.split("\n").map((line) => {
    const [emoji = "", ...shortcodes] = line.split(" ");
    return { emoji, shortcodes };
  });
  const byName = new Map(list.flatMap(({ emoji, shortcodes }) => shortcodes.map((name) => [name, emoji])));
  return (loaded.value = { list, byName });
}

function table(): Promise<Table> {
  // What could not be loaded is asked for again by the next who needs it.
  loading ??= load().catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

/** All emoji, in the order of Unicode. */
export async function loadShortcodes(): Promise<readonly Shortcodes[]> {
  return (await table()).list;
}

/**
 * The emoji of a shortcode, if there is one and the list is there. It is loaded when it is first asked for;
 * who asks while rendering renders again then.
 */
export function emojiOf(shortcode: string): string | undefined {
  if (loaded.value === null) table().catch(() => undefined);
  return loaded.value?.byName.get(shortcode);
}

/** How well a shortcode fits what was typed of it: all of it, its start, the start of another word. */
function misfit(shortcode: string, typed: string): number {
  if (shortcode === typed) return 0;
  if (shortcode.startsWith(typed)) return 1;
  return shortcode.includes(`_${typed}`) ? 2 : Infinity;
}

/** The emoji of whose shortcode a word begins with what was typed (with or without its colon), best first. */
export async function completeEmoji(prefix: string, limit: number): Promise<Completion[]> {
  const typed = prefix.replace(/^:/, "").toLowerCase();
  if (typed === "") return [];
  const found = [];
  for (const { emoji, shortcodes } of await loadShortcodes()) {
    const fits = shortcodes.map((shortcode) => ({ emoji, shortcode, rank: misfit(shortcode, typed) }));
    const best = fits.reduce((one, other) => (other.rank < one.rank ? other : one));
    if (best.rank < Infinity) found.push(best);
  }
  found.sort((one, other) => one.rank - other.rank || one.shortcode.length - other.shortcode.length);
  return found.slice(0, limit).map(({ emoji, shortcode }) => ({ emoji, shortcode }));
}

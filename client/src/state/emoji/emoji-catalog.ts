import keywordLines from "emoji:keywords";
import nameLines, { groups } from "emoji:names";
import { loadShortcodes, type Shortcodes } from "./emoji";

export interface CatalogEntry extends Shortcodes {
  name: string;
  keywords: string;
  /** Comes in skin tones. */
  toned: boolean;
}

export interface CatalogGroup {
  name: string;
  entries: readonly CatalogEntry[];
}

/** Everything there is to choose from. The module itself is large: import it where it is needed, and then. */
export async function loadCatalog(): Promise<readonly CatalogGroup[]> {
  const names = nameLines.split("\n");
  const keywords = keywordLines.split("\n");
  const entries = (await loadShortcodes()).map((shortcodes, index) => {
    const name = names[index] ?? "";
    return { ...shortcodes, name: name.replace(/^~/, ""), keywords: keywords[index] ?? "", toned: name.startsWith("~") };
  });
  let start = 0;
  return groups.map(({ name, count }) => ({ name, entries: entries.slice(start, (start += count)) }));
}

/** Names before keywords, whole names before words of them, whole words before their beginnings. */
function misfit({ name, shortcodes, keywords }: CatalogEntry, word: string): number {
  if (name === word) return -1;
  if (shortcodes.includes(word)) return 0;
  const named = `${name} ${shortcodes.join(" ")}`.toLowerCase().split(/[ _]/);
  if (named.includes(word)) return 1;
  if (named.some((one) => one.startsWith(word))) return 2;
  const more = keywords.split(" ");
  if (more.includes(word)) return 3;
  return more.some((one) => one.startsWith(word)) ? 4 : Infinity;
}

/** The entries that have every word of a query, as a name or a keyword or the beginning of one, best first. */
export function searchCatalog(catalog: readonly CatalogGroup[], query: string, limit: number): CatalogEntry[] {
  const words = query.toLowerCase().split(/[\s_:]+/).filter(Boolean);
  return catalog
    .flatMap(({ entries }) => entries)
    .map((entry) => ({ entry, rank: words.reduce((sum, word) => sum + misfit(entry, word), 0) }))
    .filter(({ rank }) => rank < Infinity)
    .sort((one, other) => one.rank - other.rank)
    .slice(0, limit)
    .map(({ entry }) => entry);
}

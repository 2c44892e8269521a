import { createRequire } from "node:module";
import { join } from "node:path";
import { gemoji } from "gemoji";
import type { Plugin } from "vite";

interface Entry {
  emoji: string;
  name: string;
  emoji_version: string;
  skin_tone_support: boolean;
}

/** Emoji of the last two or three years are empty boxes on many machines. */
const NEWEST = 15;

const require = createRequire(import.meta.url);
const groups = (require("unicode-emoji-json/data-by-group.json") as { name: string; emojis: Entry[] }[]).map(
  ({ name, emojis }) => ({ name, emojis: emojis.filter((entry) => Number(entry.emoji_version) <= NEWEST) }),
);
const entries = groups.flatMap(({ emojis }) => emojis);
const keywords = require("emojilib") as Record<string, string[]>;

/** Packages disagree on where an emoji needs a variation selector. */
const bare = (emoji: string): string => emoji.replaceAll("\ufe0f", "");
const known = new Map(gemoji.map((entry) => [bare(entry.emoji), entry]));

function shortcodesOf({ emoji }: Entry): string[] {
  const found = known.get(bare(emoji));
  if (!found) throw new Error(`${emoji} has no shortcode.`);
  return found.names;
}

/** Words to find an emoji by that its names do not have. */
function keywordsOf(entry: Entry): string {
  const words = [...(known.get(bare(entry.emoji))?.tags ?? []), ...(keywords[entry.emoji] ?? [])];
  const named = new Set([...shortcodesOf(entry), entry.name].join(" ").toLowerCase().split(/[ _]/));
  const all = words.join(" ").toLowerCase().split(/[\s_]+/);
  return [...new Set(all)].filter((word) => word !== "" && !named.has(word)).join(" ");
}

const lines = (line: (entry: Entry) => string): string => JSON.stringify(entries.map(line).join("\n"));

const MODULES: Record<string, { from: string; code: () => string }> = {
  "emoji:shortcodes": {
    from: "gemoji",
    code: () => `export default ${lines((entry) => [entry.emoji, ...shortcodesOf(entry)].join(" "))};`,
  },
  "emoji:names": {
    from: "unicode-emoji-json",
    code: () => `
      export const groups = ${JSON.stringify(groups.map(({ name, emojis }) => ({ name, count: emojis.length })))};
      export default ${lines(({ name, skin_tone_support }) => (skin_tone_support ? `~${name}` : name))};`,
  },
  "emoji:keywords": {
    from: "emojilib",
    code: () => `export default ${lines(keywordsOf)};`,
  },
};

/** Each module as a file of the package that it is made of, so that the build lists that package's licence. */
const FILES = Object.entries(MODULES).map(([name, { from, code }]) => {
  const path = `node_modules/${from}/${name.replace(":", "-")}.js`;
  return { name, path, id: join(import.meta.dirname, path), code };
});

/** What the client needs of the emoji packages, a line for each emoji, all in one order (`src/state/emoji-data.d.ts`). */
export function emojiData(): Plugin {
  return {
    name: "emoji-data",
    // Vitest asks for what it has resolved once more, by its path.
    resolveId: (source) => FILES.find(({ name, path }) => source === name || source.endsWith(`/${path}`))?.id ?? null,
    load: (source) => FILES.find(({ id }) => id === source)?.code() ?? null,
  };
}

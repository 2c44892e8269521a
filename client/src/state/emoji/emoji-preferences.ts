/** Skin tones as Unicode has them, from the one that is none on. */
export const TONES = ["", "\u{1f3fb}", "\u{1f3fc}", "\u{1f3fd}", "\u{1f3fe}", "\u{1f3ff}"] as const;

/** Two rows of the picker. */
const RECENT_MAX = 16;
/** By user: whoever logs in next in this browser is not to see what others chose. */
const keyOf = (user: number): string => `chatroom:emoji:${user}`;

/** What this browser remembers of how emoji are chosen. */
export interface EmojiPreferences {
  recent: readonly string[];
  tone: string;
}

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === "string").slice(0, RECENT_MAX) : [];

export function loadPreferences(user: number): EmojiPreferences {
  try {
    const { recent, tone } = JSON.parse(localStorage.getItem(keyOf(user)) ?? "{}") as { recent?: unknown; tone?: unknown };
    return { recent: texts(recent), tone: TONES.find((one) => one === tone) ?? "" };
  } catch {
    return { recent: [], tone: "" };
  }
}

export function savePreferences(user: number, preferences: EmojiPreferences): void {
  try {
    localStorage.setItem(keyOf(user), JSON.stringify(preferences));
  } catch {
    // No storage, or a full one: remembered for as long as the picker is open.
  }
}

/** With an emoji as the one that was used last. */
export const withRecent = (preferences: EmojiPreferences, emoji: string): EmojiPreferences => ({
  ...preferences,
  recent: [emoji, ...preferences.recent.filter((one) => one !== emoji)].slice(0, RECENT_MAX),
});

/** An emoji that comes in skin tones, in one of them: each of its people takes it, but not the hands they shake. */
export function inTone(emoji: string, tone: string): string {
  if (tone === "") return emoji;
  return emoji.replace(/\p{Emoji_Modifier_Base}\ufe0f?/gu, (base) =>
    base === "🤝" && emoji !== base ? base : base.replace("\ufe0f", "") + tone,
  );
}

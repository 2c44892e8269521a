import { signal } from "@preact/signals";
import type { Option } from "./completion";
import { OPTIONS_MAX, type Source } from "./source";

/** The emoji whose shortcode begins with or contains a text, best first. */
export type CompleteEmoji = (prefix: string, limit: number) => Promise<readonly { emoji: string; shortcode: string }[]>;

/** Emoji by their shortcodes. They are looked up in a list that is loaded when it is first asked for. */
export function emoji(complete: CompleteEmoji): Source {
  const found = signal<{ query: string; options: readonly Option[] }>({ query: "", options: [] });
  let wanted = "";
  const look = async (query: string) => {
    const completions = await complete(query, OPTIONS_MAX);
    if (query !== wanted) return;
    const options = completions.map(({ emoji: mark, shortcode }) => ({ key: shortcode, text: mark, label: `:${shortcode}:`, mark }));
    found.value = { query, options };
  };
  return {
    options: (query) => {
      const { query: of, options } = found.value;
      const typed = query.toLowerCase();
      // Until the next answer is there, what of the last one still fits.
      return of === "" || !typed.startsWith(of) ? [] : options.filter(({ key }) => key.includes(typed));
    },
    want: (query) => {
      wanted = query.toLowerCase();
      // Without the list there is nothing to complete; the next keystroke asks for it again.
      look(wanted).catch(() => undefined);
    },
  };
}

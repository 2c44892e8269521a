import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import { loadCatalog, searchCatalog, type CatalogEntry, type CatalogGroup } from "../../state/emoji/emoji-catalog";
import { inTone, loadPreferences, savePreferences, withRecent, type EmojiPreferences } from "../../state/emoji/emoji-preferences";
import { EmojiGrid } from "./emoji-grid";
import { EmojiTabs } from "./emoji-tabs";
import { EmojiTones } from "./emoji-tones";
import { useChat } from "../context";
import { coarse } from "../ui";

export interface EmojiPanelProps {
  onPick: (emoji: string) => void;
}

const FOUND_MAX = 120;
const RECENT = "Recently used";

/** Those that were used last, as a group before the others. */
function withRecents(catalog: readonly CatalogGroup[], { recent }: EmojiPreferences): readonly CatalogGroup[] {
  const all = new Map(catalog.flatMap(({ entries }) => entries.map((entry) => [entry.emoji, entry])));
  const entries = recent.flatMap((emoji) => all.get(emoji) ?? []);
  return entries.length > 0 ? [{ name: RECENT, entries }, ...catalog] : catalog;
}

function useChoice(catalog: readonly CatalogGroup[]) {
  const { id: user } = useChat().me;
  const preferences = useSignal(loadPreferences(user));
  const groups = withRecents(catalog, preferences.peek());
  const group = useSignal(groups[0]?.name);
  const query = useSignal("");
  const searching = useComputed(() => query.value.trim() !== "");
  const entries = useComputed((): readonly CatalogEntry[] =>
    searching.value
      ? searchCatalog(catalog, query.value, FOUND_MAX)
      : groups.find(({ name }) => name === group.value)?.entries ?? [],
  );
  const keep = (changed: EmojiPreferences) => savePreferences(user, (preferences.value = changed));
  return { preferences, groups, group, query, searching, entries, keep };
}

function Panel({ catalog, onPick }: EmojiPanelProps & { catalog: readonly CatalogGroup[] }) {
  const id = useId();
  const search = useRef<HTMLInputElement>(null);
  const { preferences, groups, group, query, searching, entries, keep } = useChoice(catalog);
  const near = useSignal<CatalogEntry | null>(null);
  const { tone } = preferences.value;
  useEffect(() => {
    if (!coarse.value) search.current?.focus();
  }, []);
  const look = ({ emoji, toned }: CatalogEntry) => (toned ? inTone(emoji, tone) : emoji);
  const pick = (entry: CatalogEntry) => {
    keep(withRecent(preferences.value, entry.emoji));
    onPick(look(entry));
  };
  const onSearchKey = (event: KeyboardEvent) => {
    const [first] = entries.value;
    if (event.isComposing) return;
    if (event.key === "Enter") {
      // Of a form around it, too.
      event.preventDefault();
      if (searching.value && first) pick(first);
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      document.getElementById(id)?.querySelector("button")?.focus();
    }
  };
  return (
    <>
      <input
        ref={search}
        class="input emoji-search"
        type="search"
        aria-label="Search emoji"
        placeholder="Search emoji"
        autocomplete="off"
        value={query.value}
        onInput={(event) => (query.value = event.currentTarget.value)}
        onKeyDown={onSearchKey}
      />
      <EmojiTabs
        groups={groups}
        chosen={searching.value ? null : group.value ?? null}
        controls={id}
        onChoose={(name) => {
          query.value = "";
          group.value = name;
        }}
      />
      <EmojiGrid
        id={id}
        label={searching.value ? "Found" : group.value ?? ""}
        entries={entries.value}
        look={look}
        onPick={pick}
        onNear={(entry) => (near.value = entry)}
        onLeave={() => search.current?.focus()}
      />
      <p class="visually-hidden" role="status">
        {searching.value ? `${entries.value.length} found` : ""}
      </p>
      <div class="emoji-foot">
        <p class="emoji-near" aria-hidden="true">
          {near.value && `${near.value.name} :${near.value.shortcodes[0] ?? ""}:`}
        </p>
        <EmojiTones tone={tone} onChoose={(chosen) => keep({ ...preferences.value, tone: chosen })} />
      </div>
    </>
  );
}

/** The panel with all its emoji. */
export async function openPanel() {
  const catalog = await loadCatalog();
  return function EmojiPanel({ onPick }: EmojiPanelProps) {
    return <Panel catalog={catalog} onPick={onPick} />;
  };
}

import { useEffect, useId, useRef } from "preact/hooks";
import type { Room } from "../../state/rooms/room";
import { useChat } from "../context";
import { SearchHelp } from "./search-help";
import { SearchResult } from "./search-result";
import { narrow } from "../ui";

/** Choices that search looks different with, each a button that is pressed or not. */
function Choices({ room }: { room: Room }) {
  const { search } = useChat();
  const everywhere = search.room.value === null;
  return (
    <div class="search-choices">
      <div class="search-choice" role="group" aria-label="Where">
        <button type="button" aria-pressed={everywhere} onClick={() => search.choose({ room: null })}>
          All rooms
        </button>
        <button type="button" aria-pressed={!everywhere} onClick={() => search.choose({ room: room.id })}>
          This room
        </button>
      </div>
      <div class="search-choice" role="group" aria-label="Order">
        <button type="button" aria-pressed={search.order.value === "newest"} onClick={() => search.choose({ order: "newest" })}>
          Newest
        </button>
        <button type="button" aria-pressed={search.order.value === "best"} onClick={() => search.choose({ order: "best" })}>
          Best
        </button>
      </div>
    </div>
  );
}

/** What there is to say about what was found, or was not. */
function State() {
  const { search } = useChat();
  const { results, complete, next } = search;
  const state = search.state.value;
  const done = state === "ready";
  return (
    <div class="search-state" aria-live="polite">
      {state === "loading" && results.value.length === 0 && <p class="hint">Searching…</p>}
      {done && results.value.length === 0 && <p>Nothing was found.</p>}
      {done && !complete.value && <p class="hint">Still indexing: older messages may be missing.</p>}
      {next.value !== null && state !== "loading" && (
        <button type="button" class="button button-quiet" onClick={() => void search.loadMore()}>
          Show more
        </button>
      )}
    </div>
  );
}

/** The arrows go from the input to what was found and through it. */
function moveThroughResults(event: KeyboardEvent, panel: HTMLElement): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const stops = [...panel.querySelectorAll<HTMLElement>(".search-input, .search-result")];
  const at = stops.findIndex((stop) => stop === document.activeElement);
  const next = at < 0 ? undefined : stops[at + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** Searches the messages of the user's rooms. */
export function SearchPanel({ room }: { room: Room }) {
  const { search } = useChat();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  useEffect(() => {
    // "This room" goes with the reader.
    if (search.room.value !== null && search.room.value !== room.id) search.choose({ room: room.id });
  }, [room.id]);
  const problem = search.problem.value;
  return (
    <div class="search" role="search" onKeyDown={(event) => moveThroughResults(event, event.currentTarget)}>
      <div class="search-form">
        <input
          ref={input}
          class="input search-input"
          type="search"
          dir="auto"
          autocomplete="off"
          enterkeyhint="search"
          maxLength={200}
          placeholder="Search messages"
          aria-label="Search messages"
          aria-describedby={`${id}-problem`}
          aria-invalid={problem ? "true" : undefined}
          value={search.text.value}
          onInput={(event) => search.write(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.isComposing) return;
            event.preventDefault();
            void search.run();
            if (narrow.value) event.currentTarget.blur();
          }}
        />
        <div id={`${id}-problem`} aria-live="polite">
          {problem && <p class="field-error">{problem}</p>}
        </div>
        <Choices room={room} />
      </div>
      {search.state.value === "idle" && <SearchHelp />}
      <ol class="search-results" role="list" aria-label="What was found">
        {search.results.value.map((result) => (
          <SearchResult key={`${result.message.room}/${result.message.number}`} result={result} />
        ))}
      </ol>
      <State />
    </div>
  );
}

const FILTERS: readonly [example: string, meaning: string][] = [
  ['"exact words"', "in this order"],
  ["from:ada", "written by Ada"],
  ["in:general", "in a room, or with in:@ada in a direct conversation"],
  ["has:file", "with a file; also has:image and has:link"],
  ["before:2026-01-31", "earlier than a day"],
  ["after:2026-01-31", "later than a day"],
  ["mentions:me", "that mentions you, or everybody"],
];

/** What one can look for. */
export function SearchHelp() {
  return (
    <div class="search-help">
      <p>Any part of a word will do. All that you write has to be there.</p>
      <dl>
        {FILTERS.map(([example, meaning]) => (
          <div key={example}>
            <dt>
              <code>{example}</code>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

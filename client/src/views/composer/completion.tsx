import { useEffect, useRef } from "preact/hooks";
import type { Kind, Option } from "../../state/completions/completion";
import { formatCount } from "../../state/format";
import { Avatar } from "../parts/avatar";
import type { Completion } from "./use-suggestions";

const LABELS: Record<Kind, string> = {
  member: "People",
  person: "People",
  emoji: "Emoji",
  command: "Commands",
  room: "Rooms",
  joinable: "Rooms to join",
};

function Content({ option: { user, mark, label, detail } }: { option: Option }) {
  return (
    <>
      {user && <Avatar user={user} />}
      {mark && (
        <span class="completion-mark" aria-hidden="true">
          {mark}
        </span>
      )}
      <span class="completion-label">{label}</span>
      {detail && <span class="completion-detail">{detail}</span>}
    </>
  );
}

/** What may take the place of the word that is being typed, above the text. */
export function CompletionList({ suggestions, id, pick }: Completion) {
  const list = useRef<HTMLUListElement>(null);
  const word = suggestions.word.value;
  const options = suggestions.options.value;
  const active = suggestions.active.value;
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [active, options]);
  const open = word !== null && options.length > 0;
  return (
    <>
      {open && (
        <ul ref={list} id={id} class="completion" role="listbox" aria-label={LABELS[word.kind]}>
          {options.map((option, index) => (
            <li
              key={option.key}
              id={`${id}-${index}`}
              class="completion-option"
              role="option"
              aria-selected={index === active}
              // The text keeps the focus.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => pick(option)}
            >
              <Content option={option} />
            </li>
          ))}
        </ul>
      )}
      <p class="visually-hidden" role="status">
        {open ? formatCount(options.length, "suggestion", "suggestions") : ""}
      </p>
    </>
  );
}

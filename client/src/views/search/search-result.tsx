import type { SearchResultPayload } from "../../protocol";
import { dayOf, formatDay, formatMoment, formatTime } from "../../state/format";
import { mention } from "../../state/rooms/title";
import { withoutMarks } from "../../state/search/without-marks";
import { useChat } from "../context";
import { Marked, Pieces } from "../parts/marked";
import { pathOf } from "../address";
import { now } from "../ui";

/** When it was said, as short as it can be told. */
function formatWhen(moment: Date): string {
  const time = formatTime(moment);
  return dayOf(moment) === dayOf(now.value) ? time : `${formatDay(moment, now.value)}, ${time}`;
}

/** A message that was found; leads to it. */
export function SearchResult({ result: { message, excerpt } }: { result: SearchResultPayload }) {
  const chat = useChat();
  const room = chat.rooms.value.find(({ id }) => id === message.room);
  const terms = chat.search.terms.value;
  const when = new Date(message.created_at);
  return (
    <li>
      <a class="search-result" href={pathOf(message.room, message.number)}>
        <span class="search-result-head">
          <strong>{message.author.username}</strong>
          {room && <span class="search-result-room">{mention(room.header.value, chat.me)}</span>}
          <time dateTime={message.created_at} title={formatMoment(when)}>
            {formatWhen(when)}
          </time>
        </span>
        <span class="search-result-text" dir="auto">
          <Pieces pieces={withoutMarks(excerpt, terms)} />
        </span>
        {message.files.map((file) => (
          <span key={file.id} class="search-result-file">
            <Marked text={file.name} terms={terms} />
          </span>
        ))}
      </a>
    </li>
  );
}

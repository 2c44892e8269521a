import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { explain } from "../../net/errors";
import type { EditPayload } from "../../protocol";
import { formatMoment } from "../../state/format";
import type { Room } from "../../state/rooms/room";
import { useChat } from "../context";
import { renderMarkdown } from "../markdown/markdown";
import { useQuoted } from "./quote";

/** What a message said before it was edited, the last version first. */
export function HistoryPanel({ room, number }: { room: Room; number: number }) {
  const chat = useChat();
  const edits = useSignal<readonly EditPayload[] | null>(null);
  const error = useSignal<string | null>(null);
  const version = useQuoted(room, number)?.version;
  useEffect(() => {
    chat.commands.history({ room: room.id, number }).then(
      (found) => (edits.value = found.toReversed()),
      (reason: unknown) => (error.value = explain(reason)),
    );
  }, [version]);
  return (
    <>
      {error.value && (
        <p class="panel-empty" role="alert">
          {error.value}
        </p>
      )}
      {!error.value && !edits.value?.length && <p class="panel-empty">{edits.value ? "There are no earlier versions." : "Loading…"}</p>}
      <ol class="edits" role="list">
        {edits.value?.map(({ body, written_at }) => (
          <li key={written_at} class="edit">
            <time dateTime={written_at}>{formatMoment(new Date(written_at))}</time>
            <div class="message-body">{renderMarkdown(body)}</div>
          </li>
        ))}
      </ol>
    </>
  );
}

import { useMemo } from "preact/hooks";
import type { EditPayload } from "../../protocol";
import { formatMoment } from "../../state/format";
import { Pages } from "../../state/pages";
import type { Room } from "../../state/rooms/room";
import { useChat } from "../context";
import { renderMarkdown } from "../markdown/markdown";
import { PagesView, useFetched } from "../parts/pages";
import { useQuoted } from "./quote";

/** What a message said before it was edited, the last version first. */
export function HistoryPanel({ room, number }: { room: Room; number: number }) {
  const { commands } = useChat();
  const edits = useMemo(
    () => new Pages<EditPayload>(async () => ({ items: (await commands.history({ room: room.id, number })).toReversed(), more: false })),
    [],
  );
  useFetched(edits, useQuoted(room, number)?.version);
  return (
    <PagesView pages={edits} what="The earlier versions" none="There are no earlier versions.">
      <ol class="edits" role="list">
        {edits.items.value.map(({ body, written_at }) => (
          <li key={written_at} class="edit">
            <time dateTime={written_at}>{formatMoment(new Date(written_at))}</time>
            <div class="message-body">{renderMarkdown(body)}</div>
          </li>
        ))}
      </ol>
    </PagesView>
  );
}

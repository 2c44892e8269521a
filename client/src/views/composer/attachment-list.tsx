import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Attachment } from "../../state/drafts/attachments";
import type { Draft } from "../../state/drafts/draft";
import { formatSize } from "../../state/format";
import { FileName } from "../messages/file-name";
import { focusComposer, useFocusHeir } from "../parts/focus";
import { Icon } from "../parts/icons";

function Thumbnail({ attachment }: { attachment: Attachment }) {
  // A file may be called a picture and be none.
  const broken = useSignal(false);
  if (attachment.preview && !broken.value) {
    return <img class="attachment-thumbnail" src={attachment.preview} alt="" onError={() => (broken.value = true)} />;
  }
  return (
    <span class="attachment-thumbnail">
      <Icon name={attachment.state === "failed" ? "alert" : "file"} />
    </span>
  );
}

function Facts({ attachment }: { attachment: Attachment }) {
  const { state, progress, size, error, name } = attachment;
  if (state === "failed") {
    return (
      <span class="attachment-error" role="alert">
        {error}
      </span>
    );
  }
  if (state === "done") return <span class="attachment-facts">{formatSize(size)}</span>;
  return <progress class="attachment-progress" aria-label={`Uploading ${name}`} max={1} value={progress} />;
}

/** The button that takes a file out: always the last of its row. */
const lastButton = (row: Element | null | undefined) => row?.querySelector<HTMLElement>("button:last-of-type");

function Retry({ attachment, draft }: { attachment: Attachment; draft: Draft }) {
  const { id, name } = attachment;
  const button = useRef<HTMLButtonElement>(null);
  useFocusHeir(button, (held) => lastButton(held.closest("li"))?.focus());
  return (
    <button ref={button} type="button" class="attachment-button" aria-label={`Try ${name} again`} title="Try again" onClick={() => draft.retry(id)}>
      <Icon name="retry" />
    </button>
  );
}

function Item({ attachment, draft }: { attachment: Attachment; draft: Draft }) {
  const { id, name, state, mayRetry } = attachment;
  const row = useRef<HTMLLIElement>(null);
  useFocusHeir(row, ({ nextElementSibling, previousElementSibling }) => {
    const neighbour = lastButton(nextElementSibling ?? previousElementSibling);
    if (neighbour) neighbour.focus();
    else focusComposer();
  });
  const under = state === "waiting" || state === "uploading";
  return (
    <li ref={row} class="attachment" data-state={state}>
      <Thumbnail attachment={attachment} />
      <span class="attachment-text">
        <span class="attachment-name">
          <FileName name={name} />
        </span>
        <Facts attachment={attachment} />
      </span>
      {mayRetry && state === "failed" && <Retry attachment={attachment} draft={draft} />}
      <button
        type="button"
        class="attachment-button"
        aria-label={`${under ? "Cancel" : "Remove"} ${name}`}
        title={under ? "Cancel" : "Remove"}
        onClick={() => draft.detach(id)}
      >
        <Icon name="close" />
      </button>
    </li>
  );
}

/** The files that go with the message being written. */
export function AttachmentList({ draft }: { draft: Draft }) {
  const list = draft.attachments.list.value;
  if (list.length === 0) return null;
  return (
    <ul class="attachments" role="list" aria-label="Attached files">
      {list.map((attachment) => (
        <Item key={attachment.id} attachment={attachment} draft={draft} />
      ))}
    </ul>
  );
}

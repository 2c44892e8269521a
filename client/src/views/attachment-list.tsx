import type { Attachment, Attachments } from "../state/attachments";
import { formatSize } from "../state/format";
import { Icon } from "./icons";

function Thumbnail({ attachment }: { attachment: Attachment }) {
  if (attachment.preview) return <img class="attachment-thumbnail" src={attachment.preview} alt="" />;
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

function Item({ attachment, attachments }: { attachment: Attachment; attachments: Attachments }) {
  const { id, name, state, mayRetry } = attachment;
  const under = state === "waiting" || state === "uploading";
  return (
    <li class="attachment" data-state={state}>
      <Thumbnail attachment={attachment} />
      <span class="attachment-text">
        <span class="attachment-name" title={name}>
          {name}
        </span>
        <Facts attachment={attachment} />
      </span>
      {mayRetry && state === "failed" && (
        <button type="button" class="attachment-button" aria-label={`Try ${name} again`} title="Try again" onClick={() => attachments.retry(id)}>
          <Icon name="retry" />
        </button>
      )}
      <button
        type="button"
        class="attachment-button"
        aria-label={`${under ? "Cancel" : "Remove"} ${name}`}
        title={under ? "Cancel" : "Remove"}
        onClick={() => attachments.remove(id)}
      >
        <Icon name="close" />
      </button>
    </li>
  );
}

/** The files that go with the message being written. */
export function AttachmentList({ attachments }: { attachments: Attachments }) {
  const list = attachments.list.value;
  if (list.length === 0) return null;
  return (
    <ul class="attachments" role="list" aria-label="Attached files">
      {list.map((attachment) => (
        <Item key={attachment.id} attachment={attachment} attachments={attachments} />
      ))}
    </ul>
  );
}

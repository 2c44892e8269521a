import { useComputed } from "@preact/signals";
import type { Draft } from "../../state/drafts/draft";
import { Icon } from "../parts/icons";

/** That something was begun in a room, and not sent. */
export function DraftMark({ draft }: { draft: Draft }) {
  const begun = useComputed(() => !draft.empty || draft.editing.value !== null).value;
  if (!begun) return null;
  return (
    <span class="draft-mark" title="A message is begun here">
      <Icon name="edit" />
      <span class="visually-hidden">draft</span>
    </span>
  );
}

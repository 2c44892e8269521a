import { useRef } from "preact/hooks";
import { useChat } from "../context";
import { useFocusHeir } from "../parts/focus";
import { Icon } from "../parts/icons";
import { useRequest } from "../parts/use-request";

/** Marks everything as read; there for as long as something new calls for attention. */
export function MarkAllRead() {
  const { reading } = useChat();
  return reading.news.value > 0 ? <MarkButton /> : null;
}

function MarkButton() {
  const { reading, status } = useChat();
  const button = useRef<HTMLButtonElement>(null);
  useFocusHeir(button);
  const { busy, run, problem } = useRequest();
  return (
    <button
      ref={button}
      type="button"
      class="icon-button"
      aria-label="Mark all rooms as read"
      aria-keyshortcuts="Shift+Escape"
      title={problem() ?? "Mark all rooms as read (Shift+Escape)"}
      disabled={busy.value || status.value !== "connected"}
      onClick={() => run(() => reading.markAllRead())}
    >
      <Icon name="read" />
    </button>
  );
}

import { useEffect, useRef } from "preact/hooks";
import type { Draft } from "../../state/drafts/draft";
import type { Room } from "../../state/rooms/room";
import { useFocusHeir } from "../parts/focus";
import { Icon } from "../parts/icons";
import { Excerpt, useQuoted } from "./quote";

const textOf = (element: Element | null): HTMLElement | null =>
  element?.closest("form")?.querySelector<HTMLElement>(".composer-text") ?? null;

/** What is being answered. */
export function Replying({ room, draft, number }: { room: Room; draft: Draft; number: number }) {
  const replying = useRef<HTMLDivElement>(null);
  const message = useQuoted(room, number);
  useFocusHeir(replying, (element) => textOf(element)?.focus());
  useEffect(() => {
    if (message !== null && !message?.deleted) return;
    draft.replying.value = null;
    draft.notice.value = "The message you were replying to was deleted.";
  }, [message]);
  return (
    <div ref={replying} class="composer-replying">
      <Icon name="reply" />
      <span class="composer-replying-to">
        Replying to <Excerpt message={message} />
      </span>
      <button type="button" class="text-button" onClick={() => (draft.replying.value = null)}>
        Cancel
      </button>
    </div>
  );
}

/** Whoever chooses what to answer goes on writing. */
export function useFocusOnReply(draft: Draft, form: { current: HTMLElement | null }): void {
  const before = useRef(draft.replying.value);
  const number = draft.replying.value;
  useEffect(() => {
    if (number !== null && number !== before.current) textOf(form.current)?.focus();
    before.current = number;
  }, [number]);
}

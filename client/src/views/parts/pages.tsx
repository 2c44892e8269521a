import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Pages } from "../../state/pages";
import { useChat } from "../context";
import { useFocusHeir } from "./focus";

/** Fetches a list with every new connection, and when what it is about has changed. */
export function useFetched<Item>(pages: Pages<Item>, changed: unknown = null): void {
  const connected = useChat().status.value === "connected";
  useEffect(() => {
    if (connected) void pages.load();
  }, [pages, connected, changed]);
}

/** Asks for a page, and is gone once there is nothing more to ask for: the focus then stays in the panel. */
function PageButton({ label, onClick }: { label: string; onClick: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  useFocusHeir(button, (held) => held.closest(".panel")?.querySelector<HTMLElement>(".panel-close")?.focus());
  return (
    <button ref={button} type="button" class="text-button" onClick={onClick}>
      {label}
    </button>
  );
}

interface Props<Item> {
  pages: Pages<Item>;
  /** What could not be loaded. */
  what: string;
  /** What there is to say where there is nothing. */
  none: string;
  /** How many of them are shown. */
  count?: number;
  children: ComponentChildren;
}

/** A list that is fetched, and what there is to say of it: it is on its way, did not come, is empty, or goes on. */
export function PagesView<Item>({ pages, what, none, count = pages.items.value.length, children }: Props<Item>) {
  const state = pages.state.value;
  return (
    <>
      {count > 0 && children}
      {state === "failed" && (
        <p class="panel-empty" role="alert">
          {what} could not be loaded.{" "}
          <PageButton label="Try again" onClick={() => void pages.retry()} />
        </p>
      )}
      {state !== "failed" && count === 0 && <p class="panel-empty">{state === "loading" ? "Loading…" : none}</p>}
      {state !== "failed" && count > 0 && pages.more.value && (
        <p class="panel-empty">
          <PageButton label="Show more" onClick={() => void pages.loadMore()} />
        </p>
      )}
    </>
  );
}

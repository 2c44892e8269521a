import type { Draft } from "../../state/drafts/draft";
import { coarse } from "../ui";

/** Puts a text where the writer is, in the place of what is selected. A finger gets no keyboard by it. */
export function insertIntoComposer(draft: Draft, text: string, composer: HTMLElement | null): void {
  const area = composer?.querySelector<HTMLTextAreaElement>(".composer-text");
  if (!area) return;
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  draft.text.value = area.value;
  if (!coarse.value) area.focus({ preventScroll: true });
}

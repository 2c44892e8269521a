import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { Dialog } from "../parts/dialog";
import type { EmojiPanelProps } from "./emoji-panel";

interface Props {
  onPick: (emoji: string) => void;
  onClose: () => void;
  /** What it opens beside, where there is space; else it comes up from below. */
  anchor?: HTMLElement | null | undefined;
}

const GAP_PX = 8;

/** Above the anchor, or below where that is nearer to the view, and always within it. */
function place(dialog: HTMLElement, anchor: HTMLElement): void {
  const { top, bottom, right } = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = dialog;
  const above = top - GAP_PX - height;
  const y = above >= GAP_PX ? above : Math.min(bottom + GAP_PX, innerHeight - GAP_PX - height);
  const x = Math.min(Math.max(GAP_PX, right - width), innerWidth - GAP_PX - width);
  dialog.style.setProperty("--emoji-top", `${Math.max(GAP_PX, y)}px`);
  dialog.style.setProperty("--emoji-left", `${x}px`);
}

/** The panel, which comes with all its emoji when it is first needed. */
function usePanel() {
  const panel = useSignal<{ View: ComponentType<EmojiPanelProps> } | "failed" | null>(null);
  useEffect(() => {
    import("./emoji-panel").then(
      ({ openPanel }) => openPanel(),
    ).then(
      (View) => (panel.value = { View }),
      () => (panel.value = "failed"),
    );
  }, []);
  return panel.value;
}

/** Where an emoji is chosen. It closes by itself, before the choice is told, so that the focus can go anywhere. */
export function EmojiPicker({ onPick, onClose, anchor }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const panel = usePanel();
  useLayoutEffect(() => {
    const dialog = frame.current?.closest("dialog");
    if (dialog && anchor) place(dialog, anchor);
  }, [anchor]);
  const pick = (emoji: string) => {
    frame.current?.closest("dialog")?.close();
    onPick(emoji);
    onClose();
  };
  return (
    <Dialog label="Choose an emoji" class={anchor ? "emoji-picker emoji-picker-anchored" : "emoji-picker"} onClose={onClose}>
      {/* The keys are its own, also where it stands in a message or a form that listens to them. */}
      <div ref={frame} class="emoji-frame" onKeyDown={(event) => event.stopPropagation()}>
        {panel === null && <p class="emoji-notice" role="status">Loading emoji…</p>}
        {panel === "failed" && (
          <p class="emoji-notice" role="alert">The emoji could not be loaded. Check your connection, or load the page again.</p>
        )}
        {panel !== null && panel !== "failed" && <panel.View onPick={pick} />}
      </div>
    </Dialog>
  );
}

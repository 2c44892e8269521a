import { Component, createRef, type ComponentChildren } from "preact";
import type { Timeline } from "../../state/timeline/timeline";
import { moveBetweenRows } from "./row-keys";

interface Props {
  timeline: Timeline;
  label: string;
  children: ComponentChildren;
}

/** So near to the bottom counts as being there. */
const BOTTOM_PX = 48;
/** Screens of rows that are loaded ahead of the reader. */
const AHEAD = 1.5;
/** How long a message stays marked that the reader was taken to. */
const AIMED_MS = 3_000;

/**
 * Keeps the reader's place: at the bottom while there, else on the row at the top of the view,
 * whatever is added, removed or resized above it. (The browsers' own scroll anchoring is not in all of
 * them, and not at the very top in any.)
 */
export class Scroller extends Component<Props> {
  readonly #view = createRef<HTMLDivElement>();
  readonly #content = createRef<HTMLDivElement>();
  #observer: ResizeObserver | null = null;
  #anchor: { row: HTMLElement; top: number } | null = null;
  #lastTop = 0;
  #aimed: Timeline["target"]["value"] = null;
  /** Heights of the view and of what it shows, when the place was last kept. */
  #laidOut = { view: 0, content: 0 };

  override componentDidMount(): void {
    const view = this.#view.current;
    const content = this.#content.current;
    if (!view || !content) return;
    const { timeline } = this.props;
    if (timeline.following.value) view.scrollTop = view.scrollHeight;
    else {
      this.#return(view);
      // What is below is all in view: the reader is at the newest message.
      if (this.#left(view) < BOTTOM_PX) timeline.following.value = !timeline.window.value.after;
    }
    this.#aim();
    this.#remember();
    this.#observer = new ResizeObserver(() => this.#restore());
    this.#observer.observe(view);
    this.#observer.observe(content);
    this.#loadAhead();
  }

  override componentWillUnmount(): void {
    this.#observer?.disconnect();
  }

  override getSnapshotBeforeUpdate(): null {
    this.#remember();
    return null;
  }

  override componentDidUpdate(): void {
    this.#restore();
    this.#aim();
    this.#loadAhead();
  }

  readonly #onScroll = (): void => {
    const view = this.#view.current;
    if (!view) return;
    const { timeline } = this.props;
    // The browser scrolls too, to keep within what there is: only between two equal layouts it was the reader.
    if (timeline.following.value && this.#hasChanged(view)) { this.#restore(); return; }
    // Content that grew below is no reason to stop following; only going up is.
    if (this.#left(view) < BOTTOM_PX) timeline.following.value = !timeline.window.value.after;
    else if (view.scrollTop < this.#lastTop - 1) timeline.following.value = false;
    this.#lastTop = view.scrollTop;
    this.#remember();
    this.#loadAhead();
  };

  /** How far it is to the bottom. */
  #left(view: HTMLElement): number {
    return view.scrollHeight - view.scrollTop - view.clientHeight;
  }

  #hasChanged(view: HTMLElement): boolean {
    return view.clientHeight !== this.#laidOut.view || view.scrollHeight !== this.#laidOut.content;
  }

  /** Back to where the reader was when the room was last open. */
  #return(view: HTMLElement): void {
    const { reading, readingOffset } = this.props.timeline;
    const row = view.querySelector<HTMLElement>(`[data-number="${reading}"]`);
    if (row) view.scrollTop = row.offsetTop - readingOffset;
  }

  /** Takes the reader to the message that was asked for, once: in the middle of the view, where it fits. */
  #aim(): void {
    const view = this.#view.current;
    const { target } = this.props.timeline;
    const aimed = target.peek();
    const row = aimed && aimed !== this.#aimed ? view?.querySelector<HTMLElement>(`[data-number="${aimed.number}"]`) : null;
    if (!view || !row) return;
    this.#aimed = aimed;
    view.scrollTop = row.offsetTop - Math.max(0, (view.clientHeight - row.offsetHeight) / 2);
    row.focus({ preventScroll: true });
    this.#lastTop = view.scrollTop;
    this.#remember();
    setTimeout(() => {
      if (target.peek() === aimed) target.value = null;
    }, AIMED_MS);
  }

  /** Notes which row is at the top of the view, and where. */
  #remember(): void {
    const view = this.#view.current;
    const rows = this.#content.current?.querySelectorAll<HTMLElement>("li[data-client-id]");
    if (!view || !rows || rows.length === 0) return;
    let low = 0;
    let high = rows.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const row = rows[middle];
      if (row && row.offsetTop + row.offsetHeight <= view.scrollTop) low = middle + 1;
      else high = middle;
    }
    const row = rows[low];
    if (!row) return;
    this.#anchor = { row, top: row.offsetTop };
    const { timeline } = this.props;
    timeline.reading = Number(row.dataset["number"] ?? timeline.reading);
    timeline.readingOffset = row.offsetTop - view.scrollTop;
  }

  #restore(): void {
    const view = this.#view.current;
    if (!view) return;
    if (this.props.timeline.following.value) view.scrollTop = view.scrollHeight;
    else if (this.#anchor?.row.isConnected) view.scrollTop += this.#anchor.row.offsetTop - this.#anchor.top;
    this.#lastTop = view.scrollTop;
    this.#laidOut = { view: view.clientHeight, content: view.scrollHeight };
    this.#remember();
  }

  #loadAhead(): void {
    const view = this.#view.current;
    if (!view) return;
    const { timeline } = this.props;
    if (timeline.loading.value || timeline.failed.value) return;
    const ahead = view.clientHeight * AHEAD;
    if (view.scrollTop < ahead) void timeline.loadOlder();
    if (this.#left(view) < ahead) void timeline.loadNewer();
  }

  override render({ label, children, timeline }: Props) {
    // Read while rendering, so that asking to follow renders again, and so scrolls down.
    const following = timeline.following.value;
    // And so that what was loaded is followed by more, where it does not fill the view: nobody can scroll then.
    const loading = timeline.loading.value;
    // And so that a message that was asked for is gone to.
    const target = timeline.target.value;
    return (
      <div
        class="scroller"
        data-following={following ? "" : undefined}
        data-loading={loading ?? undefined}
        data-target={target?.number}
        ref={this.#view}
        onScroll={this.#onScroll}
        onKeyDown={(event) => moveBetweenRows(event, event.currentTarget)}
        tabIndex={0}
        role="region"
        aria-label={label}
        aria-description="Arrow keys go from message to message, Escape leads back to writing."
      >
        <div class="scroller-content" ref={this.#content}>
          {children}
        </div>
      </div>
    );
  }
}

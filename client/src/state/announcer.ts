import { signal, type ReadonlySignal } from "@preact/signals";
import type { MessagePayload } from "../protocol";
import { formatCount } from "./format";

/** Time for a screen reader to finish a sentence, and for a burst to gather. */
const PAUSE_MS = 2_000;
const SPOKEN_MAX = 3;
const TEXT_MAX = 200;

interface News {
  message: MessagePayload;
  /** Where it was said, if that is not the room that is open: "in #design". */
  where: string | null;
  /** Whether it mentions the listener. */
  mentioned: boolean;
}

function sentence({ message: { author, body, files }, where, mentioned }: News): string {
  const text = body.length > TEXT_MAX ? `${body.slice(0, TEXT_MAX)}…` : body;
  const attached = files.length > 0 ? formatCount(files.length, "file", "files") : "";
  return `${author.username}${mentioned ? " mentions you" : ""}${where ? ` ${where}` : ""}: ${[text, attached].filter(Boolean).join(", ")}`;
}

/** Of many messages only how many, and how many of them mention the listener. */
function gist(news: readonly News[]): string {
  const mentions = news.filter(({ mentioned }) => mentioned).length;
  const count = formatCount(news.length, "new message", "new messages");
  return mentions > 0 ? `${count}, ${formatCount(mentions, "mentions", "mention")} you` : count;
}

/** Tells screen readers of new messages, without talking over itself. */
export class Announcer {
  readonly #spoken = signal("");
  #waiting: News[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** The text of the page's live region. */
  get spoken(): ReadonlySignal<string> {
    return this.#spoken;
  }

  announce(message: MessagePayload, where: string | null = null, mentioned = false): void {
    this.#waiting.push({ message, where, mentioned });
    this.#timer ??= setTimeout(() => this.#speak(), PAUSE_MS / 4);
  }

  #speak(): void {
    const messages = this.#waiting;
    this.#waiting = [];
    this.#timer = undefined;
    if (messages.length === 0) return;
    this.#spoken.value =
      messages.length > SPOKEN_MAX
        ? gist(messages)
        : messages.map(sentence).join(". ");
    this.#timer = setTimeout(() => this.#speak(), PAUSE_MS);
  }
}

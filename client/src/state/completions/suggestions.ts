import { batch, computed, signal } from "@preact/signals";
import { isWritten, wordAt, type Kind, type Option, type Word } from "./completion";
import type { Source } from "./source";
import type { Draft } from "../drafts/draft";

/** What is offered to complete the word that is being typed, and which of it is chosen. */
export class Suggestions {
  readonly #draft: Draft;
  readonly #sources: Partial<Record<Kind, Source>>;
  readonly #typed = signal<{ word: Word; text: string } | null>(null);
  readonly #active = signal(0);
  /** Where the word stands that is not to be completed. */
  #dismissed: number | null = null;
  /** The word, as long as the text is what was typed: it may be sent, or written on at another device. */
  readonly word = computed((): Word | null => {
    const typed = this.#typed.value;
    return typed?.text === this.#draft.text.value ? typed.word : null;
  });
  readonly options = computed((): readonly Option[] => {
    const word = this.word.value;
    return word ? (this.#sources[word.kind]?.options(word.query) ?? []) : [];
  });
  /** Which option is the active one. */
  readonly active = computed((): number => Math.min(this.#active.value, Math.max(0, this.options.value.length - 1)));

  constructor(draft: Draft, sources: Partial<Record<Kind, Source>>) {
    this.#draft = draft;
    this.#sources = sources;
  }

  get open(): boolean {
    return this.options.value.length > 0;
  }

  /** Somebody has typed, and the caret stands there. */
  type(text: string, caret: number): void {
    const word = wordAt(text, caret, this.#draft.editing.value === null);
    if (word?.start !== this.#dismissed) this.#dismissed = null;
    batch(() => {
      this.#typed.value = word && this.#dismissed === null ? { word, text } : null;
      this.#active.value = 0;
    });
    if (this.word.value) this.#sources[this.word.value.kind]?.want?.(this.word.value.query);
  }

  /** The caret was moved, or text was selected: what is completed is only what is being typed. */
  moved(start: number, end: number): void {
    const word = this.word.value;
    if (word && (start !== end || end !== word.end)) this.close();
  }

  /** Nobody is at the text. */
  close(): void {
    this.#typed.value = null;
  }

  /** Not this word. */
  dismiss(): void {
    this.#dismissed = this.word.value?.start ?? null;
    this.close();
  }

  /** Makes the option before or after the active one the active one. */
  move(step: 1 | -1): void {
    const count = this.options.value.length;
    this.#active.value = (this.active.value + step + count) % count;
  }

  /** Whether the word says already what the active option would write. */
  get complete(): boolean {
    const word = this.word.value;
    const option = this.options.value[this.active.value];
    return word !== null && option !== undefined && isWritten(this.#draft.text.value, word, option);
  }
}

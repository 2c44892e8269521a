import type { Answer, Piece, Question } from "./code-tokens";

/** Longer code stays plain: nobody reads that much of it in a chat, and each piece is an element. */
const HIGHLIGHT_MAX = 20_000;
/** Ordinary code takes a few milliseconds. What takes longer than this is made to. */
const PATIENCE_MS = 1_000;
const REMEMBERED = 200;

interface Task extends Question {
  resolve: (pieces: readonly Piece[] | null) => void;
}

const done = new Map<string, readonly Piece[] | null>();
const waiting: Task[] = [];
let worker: Worker | null = null;
let ready = false;
let timer: ReturnType<typeof setTimeout> | undefined;

const keyOf = ({ code, language }: Question): string => `${language}\n${code}`;

/** Code that was coloured before: null if that failed, undefined if it has not been tried. */
export const remembered = (question: Question): readonly Piece[] | null | undefined => done.get(keyOf(question));

function remember(question: Question, pieces: readonly Piece[] | null): void {
  done.set(keyOf(question), pieces);
  const [oldest] = done.keys();
  if (done.size > REMEMBERED && oldest !== undefined) done.delete(oldest);
}

function stop(): void {
  clearTimeout(timer);
  worker?.terminate();
  worker = null;
  ready = false;
}

/** Asks for the first of those that wait. */
function ask(): void {
  const [task] = waiting;
  if (!task) return;
  worker ??= start();
  if (!ready) return;
  const { code, language } = task;
  worker.postMessage({ code, language } satisfies Question);
  timer = setTimeout(() => {
    stop();
    finish(null);
  }, PATIENCE_MS);
}

function finish(pieces: readonly Piece[] | null): void {
  const task = waiting.shift();
  if (task) {
    remember(task, pieces);
    task.resolve(pieces);
  }
  ask();
}

function start(): Worker {
  const started = new Worker(new URL("./highlight-worker.ts", import.meta.url), { type: "module" });
  started.onmessage = ({ data }: MessageEvent<Answer>) => {
    if (worker !== started) return;
    clearTimeout(timer);
    if (data !== "ready") { finish(data); return; }
    ready = true;
    ask();
  };
  started.onerror = () => {
    // Not loaded, for want of a network say. Not remembered, so that it is tried again with the next message.
    stop();
    for (const { resolve } of waiting.splice(0)) resolve(null);
  };
  return started;
}

/**
 * Code in pieces by their kinds, from a worker that is started when it is first needed, one after the other.
 * Null where that takes too long, or cannot be: the code stays plain.
 */
export function highlight(question: Question): Promise<readonly Piece[] | null> {
  const known = remembered(question);
  if (known !== undefined) return Promise.resolve(known);
  if (question.code.length > HIGHLIGHT_MAX || typeof Worker === "undefined") return Promise.resolve(null);
  return new Promise((resolve) => {
    waiting.push({ ...question, resolve });
    if (waiting.length === 1) ask();
  });
}

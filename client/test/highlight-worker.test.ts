import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Answer, Question } from "../src/state/code/code-tokens";

/** Stands in for the browser's threads: answers when it is told to. */
class FakeWorker {
  static started: FakeWorker[] = [];
  onmessage: ((event: { data: Answer }) => void) | null = null;
  onerror: (() => void) | null = null;
  readonly asked: Question[] = [];
  terminated = false;

  constructor() {
    FakeWorker.started.push(this);
  }

  postMessage(question: Question): void {
    this.asked.push(question);
  }

  terminate(): void {
    this.terminated = true;
  }

  say(data: Answer): void {
    this.onmessage?.({ data });
  }
}

const newest = (): FakeWorker => {
  const worker = FakeWorker.started.at(-1);
  if (!worker) throw new Error("No worker was started.");
  return worker;
};

const question = (code: string): Question => ({ code, language: "css" });
const pieces = (code: string): Answer => [[code, "keyword"]];

describe("asking the worker", () => {
  let highlight: typeof import("../src/state/code/highlight").highlight;

  beforeEach(async () => {
    FakeWorker.started = [];
    vi.useFakeTimers();
    vi.stubGlobal("Worker", FakeWorker);
    vi.resetModules();
    ({ highlight } = await import("../src/state/code/highlight"));
  });

  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("starts it once, waits until it is there, and asks for one thing after the other", async () => {
    const first = highlight(question("one"));
    const second = highlight(question("two"));
    expect(newest().asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(60_000);
    newest().say("ready");
    expect(newest().asked).toEqual([question("one")]);
    newest().say(pieces("one"));
    expect(await first).toEqual(pieces("one"));
    newest().say(pieces("two"));
    expect(await second).toEqual(pieces("two"));
    expect(FakeWorker.started).toHaveLength(1);
  });

  it("asks for nothing twice", async () => {
    const first = highlight(question("one"));
    newest().say("ready");
    newest().say(pieces("one"));
    await first;
    expect(await highlight(question("one"))).toEqual(pieces("one"));
    expect(newest().asked).toHaveLength(1);
  });

  it("ends it when something keeps it busy, and goes on with another", async () => {
    const hostile = highlight(question("hostile"));
    const ordinary = highlight(question("ordinary"));
    const busy = newest();
    busy.say("ready");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await hostile).toBeNull();
    expect(busy.terminated).toBe(true);
    expect(newest()).not.toBe(busy);
    newest().say("ready");
    // What the first one may still have said is not of the question that is asked now.
    busy.say(pieces("hostile"));
    newest().say(pieces("ordinary"));
    expect(await ordinary).toEqual(pieces("ordinary"));
    expect(await highlight(question("hostile"))).toBeNull();
  });

  it("leaves everything plain when it cannot be loaded, and tries again with the next", async () => {
    const both = [highlight(question("one")), highlight(question("two"))];
    newest().onerror?.();
    expect(await Promise.all(both)).toEqual([null, null]);
    const again = highlight(question("one"));
    newest().say("ready");
    newest().say(pieces("one"));
    expect(await again).toEqual(pieces("one"));
  });
});

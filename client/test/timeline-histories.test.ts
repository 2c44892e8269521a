import { describe, expect, it } from "vitest";
import type { MessagePayload } from "../src/protocol";
import { Timeline } from "../src/state/timeline/timeline";
import { FakeRoom } from "./fake-room";
import { randomOf } from "./random";

/**
 * A network that answers when it likes, with what the server held when it was asked or when it
 * answered, and that loses, repeats and reorders live messages.
 */
class Weather {
  readonly #random: () => number;
  #answers: (() => void)[] = [];
  readonly #live: MessagePayload[] = [];

  constructor(random: () => number) {
    this.#random = random;
  }

  ask<T>(read: () => T): Promise<T> {
    const early = this.#random() < 0.5 ? { value: read() } : null;
    return new Promise((resolve, reject) => {
      this.#answers.push(() => {
        if (this.#random() < 0.1) reject(new Error("lost"));
        else resolve(early ? early.value : read());
      });
    });
  }

  publish(message: MessagePayload): void {
    const luck = this.#random();
    if (luck < 0.15) return;
    this.#live.push(message);
    if (luck > 0.9) this.#live.push(message);
  }

  deliver(timeline: Timeline): void {
    const first = this.#random() < 0.8;
    const index = first ? 0 : Math.floor(this.#random() * this.#live.length);
    const [message] = this.#live.splice(index, 1);
    if (message) timeline.receive(message);
  }

  async answer(all = false): Promise<void> {
    const count = all ? this.#answers.length : 1;
    for (const answer of this.#answers.splice(0, count)) answer();
    for (let turn = 0; turn < 8; turn++) await Promise.resolve();
  }

  get quiet(): boolean {
    return this.#answers.length === 0;
  }
}

async function play(seed: number): Promise<{ room: FakeRoom; timeline: Timeline }> {
  const random = randomOf(seed);
  const pick = (below: number): number => Math.floor(random() * below);
  const weather = new Weather(random);
  const room = new FakeRoom();
  for (let count = pick(120); count > 0; count--) room.post();
  const limit = 1 + pick(20);
  const ports = {
    sync: (since: number) =>
      weather.ask(() => (room.version - since > 60 && seed % 3 === 0 ? room.reset() : room.changes(since, limit))),
    page: (query: { before?: number; after?: number }) => weather.ask(() => room.page(query, 20)),
    onApplied: () => undefined,
  };
  const timeline = new Timeline(room.page({}, 20), ports, { most: 45, kept: 30 });
  const change = (): MessagePayload => {
    const luck = random();
    const number = 1 + pick(room.messages.length);
    if (luck < 0.5 || room.messages.length === 0) return room.post();
    return luck < 0.8 ? room.edit(number, `edit ${room.version}`) : room.delete(number);
  };
  const steps: (() => unknown)[] = [
    () => weather.publish(change()),
    () => weather.publish(change()),
    () => weather.deliver(timeline),
    () => weather.deliver(timeline),
    () => weather.answer(),
    () => weather.answer(),
    () => void timeline.loadOlder(),
    () => void timeline.loadNewer(),
    () => void timeline.catchUp(room.version),
    () => (timeline.following.value = random() < 0.5),
    () => (timeline.reading = 1 + pick(room.messages.length + 1)),
    () => random() < 0.1 && void timeline.jumpToNewest(),
  ];
  for (let count = 0; count < 250; count++) await steps[pick(steps.length)]?.();
  for (let turn = 0; turn < 10_000; turn++) {
    void timeline.catchUp(room.version);
    if (weather.quiet && timeline.window.value.version === room.version) break;
    await weather.answer(true);
  }
  return { room, timeline };
}

describe("whatever happened on the way", () => {
  it.each(Array.from({ length: 300 }, (_, seed) => seed))("history %i ends as the server has it", async (seed) => {
    const { room, timeline } = await play(seed);
    const { messages, version, before, after } = timeline.window.value;
    expect(version).toBe(room.version);
    const first = messages[0]?.number ?? 1;
    const last = messages.at(-1)?.number ?? 0;
    expect(messages).toEqual(room.messages.slice(first - 1, last));
    expect(before).toBe(first > 1);
    expect(after).toBe(last < room.messages.length);
  });
});

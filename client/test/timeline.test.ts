import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ChangesPayload, MessagePayload, PagePayload } from "../src/protocol";
import type { PageQuery } from "../src/net/api";
import { RequestError } from "../src/net/errors";
import { Timeline } from "../src/state/timeline/timeline";
import { FakeRoom, alice } from "./fake-room";

let room: FakeRoom;
const sync = vi.fn<(since: number) => Promise<ChangesPayload>>();
const page = vi.fn<(query: PageQuery) => Promise<PagePayload>>();
const onApplied = vi.fn<(messages: readonly MessagePayload[], version: number) => void>();

beforeEach(() => {
  room = new FakeRoom();
  onApplied.mockReset();
  sync.mockReset().mockImplementation((since) => Promise.resolve(room.changes(since)));
  page.mockReset().mockImplementation((query) => Promise.resolve(room.page(query)));
});

const open = (): Timeline => new Timeline(room.page(), { sync, page, onApplied });
const bodies = (timeline: Timeline): string[] => timeline.window.value.messages.map(({ body }) => body);
const numbers = (timeline: Timeline): number[] => timeline.window.value.messages.map(({ number }) => number);

describe("live messages", () => {
  it("are applied when they are the next change, without asking the server", () => {
    const timeline = open();
    timeline.receive(room.post(alice, "one"));
    timeline.receive(room.post(alice, "two"));
    expect(bodies(timeline)).toEqual(["one", "two"]);
    expect(timeline.window.value.version).toBe(2);
    expect(sync).not.toHaveBeenCalled();
  });

  it("that came before change nothing", () => {
    const timeline = open();
    const message = room.post(alice, "one");
    timeline.receive(message);
    const { messages } = timeline.window.value;
    timeline.receive(message);
    expect(timeline.window.value.messages).toBe(messages);
  });

  it("lose to a greater version of the same message", () => {
    const first = room.post(alice, "old");
    room.edit(1, "new");
    const timeline = open();
    timeline.receive(first);
    expect(bodies(timeline)).toEqual(["new"]);
  });

  it("replace the message they edit or delete", () => {
    room.post(alice, "one");
    room.post(alice, "two");
    const timeline = open();
    timeline.receive(room.edit(1, "changed"));
    timeline.receive(room.delete(2));
    expect(bodies(timeline)).toEqual(["changed", ""]);
    expect(timeline.find(2)?.deleted).toBe(true);
  });

  it("older than the window are not inserted, and count as seen", async () => {
    for (let count = 0; count < 120; count++) room.post();
    const timeline = open();
    expect(numbers(timeline)[0]).toBe(71);
    timeline.receive(room.edit(3, "changed"));
    expect(numbers(timeline)[0]).toBe(71);
    expect(timeline.window.value.version).toBe(121);
    await timeline.loadOlder();
    await timeline.loadOlder();
    expect(timeline.find(3)?.body).toBe("changed");
  });
});

describe("a gap", () => {
  it("is closed by asking for what changed, and nothing is shown twice", async () => {
    const timeline = open();
    room.post(alice, "lost");
    timeline.receive(room.post(alice, "two"));
    await timeline.catchUp();
    expect(bodies(timeline)).toEqual(["lost", "two"]);
    expect(sync.mock.calls).toEqual([[0]]);
  });

  it("is closed in pages until there is no more", async () => {
    sync.mockImplementation((since) => Promise.resolve(room.changes(since, 10)));
    const timeline = open();
    for (let count = 0; count < 35; count++) room.post();
    await timeline.catchUp(room.version);
    expect(numbers(timeline)).toEqual(Array.from({ length: 35 }, (_, index) => index + 1));
    expect(sync.mock.calls).toEqual([[0], [10], [20], [30]]);
  });

  it("asks once at a time, and applies what arrives meanwhile", async () => {
    const timeline = open();
    room.post(alice, "lost");
    timeline.receive(room.post(alice, "two"));
    timeline.receive(room.post(alice, "three"));
    expect(sync).toHaveBeenCalledTimes(1);
    await timeline.catchUp();
    expect(bodies(timeline)).toEqual(["lost", "two", "three"]);
  });

  it("stays open when the server does not answer, and is closed at the next look", async () => {
    const timeline = open();
    room.post(alice, "lost");
    sync.mockRejectedValueOnce(new Error("disconnected"));
    await timeline.catchUp(room.version);
    expect(bodies(timeline)).toEqual([]);
    await timeline.catchUp(room.version);
    expect(bodies(timeline)).toEqual(["lost"]);
  });

  it("is asked about once more, and only then, when the server has had enough time for itself", async () => {
    vi.useFakeTimers();
    const timeline = open();
    room.post(alice, "missed");
    const refusal = new RequestError({ code: "rate_limited", message: "Too much at once.", retry_after: 2 });
    sync.mockRejectedValueOnce(refusal).mockRejectedValueOnce(refusal);
    timeline.receive(room.post(alice, "live"));
    for (const asked of [1, 2]) {
      await vi.advanceTimersByTimeAsync(1_900);
      timeline.receive(room.post(alice, "more"));
      expect(sync).toHaveBeenCalledTimes(asked);
      await vi.advanceTimersByTimeAsync(700);
    }
    await timeline.catchUp();
    expect(sync).toHaveBeenCalledTimes(3);
    expect(bodies(timeline)).toEqual(["missed", "live", "more", "more"]);
    vi.useRealTimers();
  });

  it("is not asked about for ever when an answer leads nowhere", async () => {
    const timeline = open();
    await timeline.catchUp(5);
    expect(sync).toHaveBeenCalledTimes(1);
  });

  it("answered with a reset replaces the window", async () => {
    room.post(alice, "one");
    const timeline = open();
    for (let count = 0; count < 80; count++) room.post();
    sync.mockImplementation(() => Promise.resolve(room.reset()));
    await timeline.catchUp(room.version);
    expect(numbers(timeline)[0]).toBe(32);
    expect(timeline.window.value).toMatchObject({ before: true, after: false, version: 81 });
  });

  it("too large to be read through loads the newest page instead, at the bottom only", async () => {
    const timeline = open();
    const scrolledUp = open();
    scrolledUp.following.value = false;
    for (let count = 0; count < 1200; count++) room.post();
    await timeline.catchUp(room.version);
    expect(sync).not.toHaveBeenCalled();
    expect(numbers(timeline)).toHaveLength(50);
    await scrolledUp.catchUp(room.version);
    expect(sync).toHaveBeenCalled();
    expect(scrolledUp.window.value.version).toBe(1200);
  });
});

describe("a head behind what is held", () => {
  it("is old news when the server goes on from there", async () => {
    room.post(alice, "one");
    const timeline = open();
    sync.mockImplementation((since) => Promise.resolve(room.changes(since)));
    await timeline.compare(0);
    expect(bodies(timeline)).toEqual(["one"]);
  });

  it("is asked about again when the server asked for time", async () => {
    vi.useFakeTimers();
    room.post(alice, "one");
    const timeline = open();
    sync.mockRejectedValueOnce(new RequestError({ code: "rate_limited", message: "Wait.", retry_after: 1 }));
    sync.mockResolvedValueOnce({ version: 0, messages: [], more: false, reset: true });
    void timeline.compare(0);
    await vi.advanceTimersByTimeAsync(1_600);
    expect(bodies(timeline)).toEqual([]);
    vi.useRealTimers();
  });

  it("means a restored backup when the server does not know our version", async () => {
    room.post(alice, "kept");
    const restored = room.reset();
    room.post(alice, "lost with the disk");
    const timeline = open();
    expect(bodies(timeline)).toEqual(["kept", "lost with the disk"]);
    sync.mockReturnValueOnce(Promise.resolve(restored));
    await timeline.compare(1);
    expect(bodies(timeline)).toEqual(["kept"]);
    expect(timeline.window.value.version).toBe(1);
  });
});

describe("an answer that comes late", () => {
  it("does not undo what came live meanwhile", async () => {
    const timeline = open();
    const first = room.post(alice, "one");
    const second = room.post(alice, "two");
    const early = room.changes(0);
    sync.mockReturnValueOnce(Promise.resolve(early));
    timeline.receive(second);
    timeline.receive(first);
    timeline.receive(room.edit(1, "changed"));
    await timeline.catchUp(room.version + 1);
    expect(bodies(timeline)).toEqual(["changed", "two"]);
  });

  it("does not put an older page in place of a newer window", async () => {
    const timeline = open();
    const first = room.post(alice, "one");
    const reset = room.reset();
    const second = room.post(alice, "two");
    sync.mockReturnValueOnce(Promise.resolve(reset));
    timeline.receive(second);
    timeline.receive(first);
    await timeline.catchUp(room.version + 1);
    expect(bodies(timeline)).toEqual(["one", "two"]);
  });

  it("is dropped when the window has moved on", async () => {
    for (let count = 0; count < 200; count++) room.post();
    const timeline = open();
    let answer: (page: PagePayload) => void = () => undefined;
    page.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
    const loading = timeline.loadOlder();
    const stale = room.page({ before: 151 });
    for (let count = 0; count < 100; count++) room.post();
    sync.mockReturnValueOnce(Promise.resolve(room.reset()));
    await timeline.catchUp(room.version);
    answer(stale);
    await loading;
    expect(numbers(timeline)).toEqual(Array.from({ length: 50 }, (_, index) => 251 + index));
  });
});

describe("history", () => {
  beforeEach(() => {
    for (let count = 0; count < 1000; count++) room.post();
  });

  it("is let go at the end far from the reader, and fetched again", async () => {
    const timeline = open();
    timeline.following.value = false;
    while (timeline.window.value.before) {
      timeline.reading = numbers(timeline)[0] ?? 0;
      await timeline.loadOlder();
      expect(numbers(timeline).length).toBeLessThanOrEqual(600);
    }
    expect(numbers(timeline)[0]).toBe(1);
    expect(timeline.window.value.after).toBe(true);
    timeline.receive(room.post(alice, "newest"));
    expect(bodies(timeline)).not.toContain("newest");
    while (timeline.window.value.after) {
      timeline.reading = numbers(timeline).at(-1) ?? 0;
      await timeline.loadNewer();
    }
    expect(bodies(timeline).at(-1)).toBe("newest");
    expect(timeline.window.value.before).toBe(true);
  });

  it("read before a change that came meanwhile is caught up", async () => {
    const timeline = open();
    const stale = room.page({ before: 951 });
    page.mockImplementationOnce(() => {
      timeline.receive(room.edit(920, "changed"));
      return Promise.resolve(stale);
    });
    await timeline.loadOlder();
    await timeline.catchUp();
    expect(timeline.find(920)?.body).toBe("changed");
    expect(timeline.window.value.version).toBe(room.version);
  });

  it("that cannot be loaded says so, and can be asked for again", async () => {
    const timeline = open();
    page.mockRejectedValueOnce(new Error("network"));
    await timeline.loadOlder();
    expect(timeline.failed.value).toBe("older");
    await timeline.loadOlder();
    expect(timeline.failed.value).toBeNull();
    expect(numbers(timeline)).toHaveLength(100);
  });

  it("is left behind by a jump to the newest", async () => {
    const timeline = open();
    timeline.following.value = false;
    timeline.reading = 951;
    for (let count = 0; count < 12; count++) {
      await timeline.loadOlder();
      timeline.reading = numbers(timeline)[0] ?? 0;
    }
    expect(timeline.window.value.after).toBe(true);
    await timeline.jumpToNewest();
    expect(numbers(timeline).at(-1)).toBe(1000);
    expect(timeline.following.value).toBe(true);
  });
});

describe("going to a message", () => {
  beforeEach(() => {
    for (let count = 0; count < 300; count++) room.post();
  });

  it("that is loaded asks for nothing", async () => {
    const timeline = open();
    expect(await timeline.jumpTo(280)).toBe(true);
    expect(page).not.toHaveBeenCalled();
    expect(timeline.target.value).toEqual({ number: 280 });
    expect(timeline.following.value).toBe(false);
  });

  it("far away loads what stands around it, and the newest are a jump away", async () => {
    const timeline = open();
    expect(await timeline.jumpTo(100)).toBe(true);
    expect(page.mock.calls).toEqual([[{ around: 100 }]]);
    expect(numbers(timeline)).toEqual(Array.from({ length: 50 }, (_, index) => 75 + index));
    expect(timeline.window.value).toMatchObject({ before: true, after: true });
    timeline.receive(room.post(alice, "live"));
    expect(numbers(timeline).at(-1)).toBe(124);
    await timeline.jumpToNewest();
    expect(bodies(timeline).at(-1)).toBe("live");
    expect(timeline.following.value).toBe(true);
  });

  it("that is not there leaves everything as it is", async () => {
    const timeline = open();
    const before = timeline.window.value;
    expect(await timeline.jumpTo(301)).toBe(false);
    expect(timeline.window.value).toBe(before);
    expect(timeline.following.value).toBe(true);
    expect(timeline.target.value).toBeNull();
  });

  it("fails where it cannot be fetched, and leaves everything as it is", async () => {
    const timeline = open();
    page.mockRejectedValueOnce(new Error("disconnected"));
    await expect(timeline.jumpTo(100)).rejects.toThrow();
    expect(timeline.following.value).toBe(true);
  });

  it("catches up with what changed while its page was on the way", async () => {
    const timeline = open();
    let answer: (page: PagePayload) => void = () => undefined;
    page.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
    const going = timeline.jumpTo(100);
    const early = room.page({ around: 100 });
    timeline.receive(room.edit(100, "changed"));
    answer(early);
    await going;
    await timeline.catchUp();
    expect(timeline.find(100)?.body).toBe("changed");
  });

  it("drops the page of older messages that was on its way", async () => {
    const timeline = open();
    let answer: (page: PagePayload) => void = () => undefined;
    page.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
    const loading = timeline.loadOlder();
    const older = room.page({ before: 251 });
    await timeline.jumpTo(100);
    answer(older);
    await loading;
    expect(numbers(timeline)).toEqual(Array.from({ length: 50 }, (_, index) => 75 + index));
  });
});

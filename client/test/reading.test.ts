import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeRoom, alice, bob } from "./fake-room";
import { Setting } from "./setting";

/** Longer than reading waits before it is told. */
const SOON_MS = 3_000;
const settle = () => vi.advanceTimersByTimeAsync(0);

let open: FakeRoom;
let other: FakeRoom;
let setting: Setting;

beforeEach(() => {
  vi.useFakeTimers();
  open = new FakeRoom(1);
  other = new FakeRoom(2);
  for (const room of [open, other]) for (let count = 0; count < 3; count++) room.post(bob);
  setting = new Setting([open, other], [3, 3]);
  setting.welcome();
});

afterEach(() => vi.useRealTimers());

const say = (room: FakeRoom, author = bob) => setting.socket.emit("message", room.post(author));

describe("what is seen", () => {
  it("counts as read at once, and is told once for many messages", async () => {
    for (let count = 0; count < 5; count++) say(open);
    expect(setting.room().unread.value).toBe(0);
    expect(setting.asked("read")).toEqual([]);
    await vi.advanceTimersByTimeAsync(SOON_MS);
    expect(setting.asked("read")).toEqual([{ room: 1, number: 8 }]);
  });

  it("is told at once when the page is hidden, and when the room is left", async () => {
    say(open);
    setting.chat.visible.value = false;
    expect(setting.asked("read")).toEqual([{ room: 1, number: 4 }]);
    setting.socket.take("read").answer({ ok: true, room: 1, read_number: 4, mentions: 0 });
    await settle();
    setting.chat.visible.value = true;
    say(open);
    void setting.chat.open(2);
    expect(setting.asked("read")).toEqual([{ room: 1, number: 5 }]);
  });

  it("is told again after the connection was lost, and then no more", async () => {
    say(open);
    setting.chat.visible.value = false;
    setting.socket.close("transport close");
    await settle();
    expect(setting.room().unread.value).toBe(0);
    setting.welcome();
    expect(setting.asked("read")).toEqual([{ room: 1, number: 4 }]);
    expect(setting.room().unread.value).toBe(0);
    setting.socket.take("read").answer({ ok: true, room: 1, read_number: 4, mentions: 0 });
    await vi.advanceTimersByTimeAsync(10 * SOON_MS);
    expect(setting.asked("read")).toEqual([]);
  });

  it("that the server has no time for is told later", async () => {
    say(open);
    await vi.advanceTimersByTimeAsync(SOON_MS);
    setting.socket.take("read").answer({ ok: false, error: { code: "rate_limited", message: "Wait.", retry_after: 5 } });
    await vi.advanceTimersByTimeAsync(4_000);
    expect(setting.asked("read")).toEqual([]);
    await vi.advanceTimersByTimeAsync(SOON_MS);
    expect(setting.asked("read")).toEqual([{ room: 1, number: 4 }]);
  });

  it("of a room that is gone is not told again and again", async () => {
    say(open);
    await vi.advanceTimersByTimeAsync(SOON_MS);
    setting.socket.take("read").answer({ ok: false, error: { code: "not_found", message: "No." } });
    await vi.advanceTimersByTimeAsync(10 * SOON_MS);
    expect(setting.asked("read")).toEqual([]);
  });
});

describe("the server's word", () => {
  it("does not bring back what was read here meanwhile", () => {
    say(open);
    say(open);
    const unread: number[] = [];
    const stop = setting.room().unread.subscribe((count) => unread.push(count));
    setting.moves(1, 4);
    setting.moves(1, 5);
    stop();
    expect(unread).toEqual([0]);
  });

  it("clears what another device has read, with its line", () => {
    say(other);
    say(other);
    expect(setting.room(1).unread.value).toBe(2);
    expect(setting.room(1).reading.line).toBe(3);
    setting.moves(2, 5);
    expect(setting.room(1).unread.value).toBe(0);
    expect(setting.room(1).reading.line).toBeNull();
    expect(setting.asked("read")).toEqual([]);
  });

  it("that comes with a welcome is as good", () => {
    say(other);
    setting.socket.close("transport close");
    setting.moves(2, 4);
    setting.welcome();
    expect(setting.room(1).unread.value).toBe(0);
  });
});

describe("marking as unread", () => {
  it("goes back, and nothing is read until the room is opened anew", async () => {
    const marking = setting.chat.reading.markUnread(setting.room(), 2);
    setting.moves(1, 1);
    setting.socket.take("unread").answer({ ok: true, room: 1, read_number: 1, mentions: 0 });
    await marking;
    expect(setting.room().unread.value).toBe(2);
    expect(setting.room().reading.line).toBe(1);
    say(open);
    setting.chat.visible.value = false;
    setting.chat.visible.value = true;
    await vi.advanceTimersByTimeAsync(SOON_MS);
    expect(setting.room().unread.value).toBe(3);
    expect(setting.asked("read")).toEqual([]);
    await setting.chat.open(2);
    await setting.chat.open(1);
    const timeline = setting.room().timeline.value;
    expect(timeline?.following.value).toBe(false);
    expect(timeline?.reading).toBe(2);
    if (timeline) timeline.following.value = true;
    expect(setting.room().unread.value).toBe(0);
  });

  it("on another device holds here, too", async () => {
    setting.moves(1, 1);
    await vi.advanceTimersByTimeAsync(SOON_MS);
    expect(setting.room().unread.value).toBe(2);
    expect(setting.asked("read")).toEqual([]);
  });

  it("gives up what was read and not told, and wins over what is on its way", async () => {
    say(open);
    setting.chat.visible.value = false;
    setting.chat.visible.value = true;
    const marking = setting.chat.reading.markUnread(setting.room(), 3);
    setting.socket.take("read").answer({ ok: true, room: 1, read_number: 4, mentions: 0 });
    setting.socket.take("unread").answer({ ok: true, room: 1, read_number: 2, mentions: 0 });
    await marking;
    await vi.advanceTimersByTimeAsync(SOON_MS);
    expect(setting.room().unread.value).toBe(2);
    expect(setting.asked("read")).toEqual([]);
  });

  it("that is refused leaves all as it was", async () => {
    const marking = setting.chat.reading.markUnread(setting.room(), 2);
    setting.socket.take("unread").answer({ ok: false, error: { code: "unavailable", message: "Later." } });
    await expect(marking).rejects.toThrow("Later.");
    expect(setting.room().unread.value).toBe(0);
  });
});

describe("mentions", () => {
  const mention = (room: FakeRoom) =>
    setting.socket.emit("message", { ...room.post(bob), mentions: [alice] });

  it("of the reader or everybody count until the server says otherwise", () => {
    mention(other);
    setting.socket.emit("message", { ...other.post(bob), everyone: "room" as const });
    say(other);
    expect(setting.chat.reading.mentions.value).toBe(2);
    expect(setting.chat.reading.news.value).toBe(3);
    setting.moves(2, 5, 0);
    expect(setting.room(1).reading.mentions).toBe(0);
    expect(setting.room(1).unread.value).toBe(1);
  });

  it("that are seen, of oneself, or in a change of a message do not", () => {
    mention(open);
    setting.socket.emit("message", { ...other.post(alice), mentions: [alice] });
    setting.socket.emit("message", { ...other.edit(1, "@alice"), mentions: [alice] });
    expect(setting.chat.reading.mentions.value).toBe(0);
  });
});

describe("a room that is opened", () => {
  it("begins with what is unread, on a page around it where the newest does not have it", async () => {
    for (let count = 0; count < 70; count++) say(other);
    await setting.chat.open(2);
    expect(setting.pages.at(-1)).toEqual({ around: 4 });
    const timeline = setting.room(1).timeline.value;
    expect(timeline?.following.value).toBe(false);
    expect(timeline?.reading).toBe(4);
    expect(setting.room(1).unread.value).toBe(70);
  });

  it("with nothing unread begins with the newest", async () => {
    await setting.chat.open(2);
    expect(setting.pages.at(-1)).toEqual({});
    expect(setting.room(1).timeline.value?.following.value).toBe(true);
    expect(setting.room(1).reading.line).toBeNull();
  });

  it("at first begins with what is unread in the page that came along, or asks for another", async () => {
    for (let count = 0; count < 70; count++) open.post(bob);
    const near = new Setting([open], [70]);
    expect(near.pages).toEqual([]);
    expect(near.room().timeline.value?.reading).toBe(71);
    const far = new Setting([open], [3]);
    await settle();
    expect(far.pages).toEqual([{ around: 4 }]);
    expect(far.room().timeline.value?.reading).toBe(4);
  });

  it("where one was reading something older goes on there", async () => {
    const timeline = setting.room().timeline.value;
    if (timeline) timeline.following.value = false;
    if (timeline) timeline.reading = 1;
    await setting.chat.open(2);
    say(open);
    await setting.chat.open(1);
    expect(setting.room().timeline.value?.reading).toBe(1);
    expect(setting.room().reading.line).toBe(3);
  });
});

it("one's own message counts as read, even from elsewhere", () => {
  say(other, alice);
  expect(setting.room(1).unread.value).toBe(0);
});

it("all is marked as read by the server alone, in one request", async () => {
  say(other);
  const marking = setting.chat.reading.markAllRead();
  setting.moves(2, 4);
  setting.socket.take("read:all").answer({ ok: true });
  await marking;
  expect(setting.chat.reading.news.value).toBe(0);
  await vi.advanceTimersByTimeAsync(SOON_MS);
  expect(setting.asked("read")).toEqual([]);
});

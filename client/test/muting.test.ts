import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { jumpTo } from "../src/state/rooms/jump";
import { toggleMuted } from "../src/state/rooms/muting";
import { header, shared } from "./fake-header";
import { FakeRoom, alice, bob } from "./fake-room";
import { Setting } from "./setting";

let open: FakeRoom;
let other: FakeRoom;
let setting: Setting;

beforeEach(() => {
  vi.useFakeTimers();
  [open, other] = [new FakeRoom(1), new FakeRoom(2)];
  setting = new Setting([open, other], [0, 0]);
  setting.welcome();
});

afterEach(() => vi.useRealTimers());

const say = (room: FakeRoom, change = {}) => setting.socket.emit("message", { ...room.post(bob, "hello"), ...change });
const news = () => setting.chat.rooms.value.map((room) => room.news.value);

/** What the server says of a room as it is for alice. */
const own = ({ id, version, messages }: FakeRoom, muted: boolean, mentions = 0) =>
  header({ id, version, last_number: messages.length, membership: { role: "member", read_number: 0, mentions, muted } });

const hear = (room: FakeRoom, muted: boolean, mentions = 0) => setting.socket.emit("room", own(room, muted, mentions));

describe("a muted room", () => {
  it("has no news, and shows the truth when it is muted no longer", () => {
    hear(other, true);
    say(other);
    say(other);
    expect([news(), setting.chat.reading.news.value]).toEqual([[0, 0], 0]);
    expect(setting.room(1).unread.value).toBe(2);
    hear(other, false);
    expect([news(), setting.chat.reading.news.value]).toEqual([[0, 2], 2]);
  });

  it("that has news already has none any more, on every device that is told", () => {
    say(other);
    expect(setting.chat.reading.news.value).toBe(1);
    hear(other, true);
    expect(setting.chat.reading.news.value).toBe(0);
  });

  it.each([
    ["by name", { mentions: [alice] }],
    ["with everybody", { everyone: "room" }],
  ])("has the news that the reader is mentioned in it %s", (_how, mention) => {
    hear(other, true);
    say(other);
    say(other, mention);
    say(other, { mentions: [bob] });
    expect([news(), setting.chat.reading.mentions.value]).toEqual([[0, 1], 1]);
    setting.moves(2, 3);
    expect([news(), setting.chat.reading.mentions.value]).toEqual([[0, 0], 0]);
  });

  it("stays so when the room is told of to everybody, and after a welcome", () => {
    hear(other, true);
    setting.socket.emit("room", { ...shared(own(other, false)), topic: "Colours" });
    expect(setting.room(1).muted.value).toBe(true);
    setting.welcome();
    expect(setting.room(1).muted.value).toBe(false);
  });

  it("is read like any other when it is open", () => {
    hear(open, true);
    say(open);
    expect([setting.room().unread.value, setting.room().reading.number]).toEqual([0, 1]);
    setting.chat.visible.value = false;
    say(open);
    expect([setting.room().unread.value, setting.chat.reading.news.value]).toEqual([1, 0]);
  });

  it("is not put before the others where one jumps to a room", () => {
    say(other);
    const titles = () => jumpTo(setting.chat.rooms.value, "").map(({ id }) => id);
    expect(titles()).toEqual([2, 1]);
    hear(other, true);
    expect(titles()).toEqual([1, 2]);
  });
});

describe("screen readers are told", () => {
  const spoken = async () => {
    await vi.advanceTimersByTimeAsync(5_000);
    return setting.chat.announcer.spoken.value;
  };

  it("nothing of a muted room, save where the reader is mentioned", async () => {
    hear(other, true);
    say(other);
    expect(await spoken()).toBe("");
    say(other, { mentions: [alice] });
    expect(await spoken()).toBe("bob mentions you in room 2: hello");
  });

  it("what is said in the room that is open, muted or not", async () => {
    hear(open, true);
    say(open);
    expect(await spoken()).toBe("bob: hello");
  });
});

it("muting asks the server, whose answer counts at once", async () => {
  const room = setting.room(1);
  const muting = toggleMuted(setting.chat, room);
  await vi.advanceTimersByTimeAsync(0);
  const asked = setting.socket.take("room:mute");
  expect(asked.data).toEqual({ room: 2, muted: true });
  asked.answer({ ok: true, room: own(other, true) });
  expect(await muting).toBe("This room is muted: only mentions of you show.");
  expect(room.muted.value).toBe(true);
  const unmuting = toggleMuted(setting.chat, room);
  await vi.advanceTimersByTimeAsync(0);
  const refused = setting.socket.take("room:mute");
  expect(refused.data).toEqual({ room: 2, muted: false });
  refused.answer({ ok: false, error: { code: "unavailable", message: "The disk is full." } });
  await expect(unmuting).rejects.toThrow("The disk is full.");
  expect(room.muted.value).toBe(true);
});

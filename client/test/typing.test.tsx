import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { sentence } from "../src/views/people/typing";
import { FakeRoom, alice, bob } from "./fake-room";
import { Setting } from "./setting";

const chen = { id: 3, username: "chen" };
const dora = { id: 4, username: "dora" };
let server: FakeRoom;
let setting: Setting;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 1) });
  server = new FakeRoom();
  setting = new Setting([server], [0]);
  setting.welcome();
});

afterEach(() => vi.useRealTimers());

const write = (text: string) => {
  const { draft } = setting.room();
  draft.text.value = text;
  setting.chat.typing.wrote(1, draft);
};
const shown = () => sentence(setting.chat.typing.in(1));
const types = (...users: { id: number; username: string }[]) => setting.socket.emit("typing", { room: 1, users, threads: [] });

describe("writing", () => {
  it("is told at most every three seconds, while it goes on", async () => {
    for (const text of ["h", "he", "hel"]) write(text);
    expect(setting.asked("typing")).toEqual([{ room: 1 }]);
    await vi.advanceTimersByTimeAsync(2_900);
    write("hell");
    expect(setting.asked("typing")).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(setting.asked("typing")).toHaveLength(1);
    write("hello");
    expect(setting.asked("typing")).toHaveLength(2);
  });

  it.each(["", "   ", "/me waves"])("is not told of %j", (text) => {
    write(text);
    expect(setting.asked("typing")).toEqual([]);
  });

  it("is not told of an edit", () => {
    setting.room().draft.edit(server.post(alice, "said"));
    write("said better");
    expect(setting.asked("typing")).toEqual([]);
  });

  it("is told at once again after a message of one's own", () => {
    write("one");
    setting.chat.receive(server.post(alice, "one"));
    write("two");
    expect(setting.asked("typing")).toHaveLength(2);
  });
});

describe("who writes", () => {
  it("is named, up to two", () => {
    expect(shown()).toBe("");
    types(bob);
    expect(shown()).toBe("bob is typing…");
    types(chen);
    expect(shown()).toBe("bob and chen are typing…");
    types(dora, bob);
    expect(shown()).toBe("Several people are typing…");
  });

  it("is shown for six seconds from when they were last heard of", async () => {
    types(bob, chen);
    await vi.advanceTimersByTimeAsync(4_000);
    types(bob);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(shown()).toBe("bob is typing…");
    await vi.advanceTimersByTimeAsync(4_000);
    expect(shown()).toBe("");
  });

  it("has finished when their message is there", async () => {
    types(bob, chen);
    setting.socket.emit("message", server.post(bob));
    expect(shown()).toBe("chen is typing…");
    types(bob);
    expect(shown()).toBe("chen and bob are typing…");
    await vi.advanceTimersByTimeAsync(6_000);
    expect(shown()).toBe("");
  });

  it("is not oneself on another device, nor somebody in another room", () => {
    types(alice);
    setting.socket.emit("typing", { room: 2, users: [bob], threads: [] });
    expect(shown()).toBe("");
  });
});

describe("in a thread", () => {
  const inThread = (thread: number) => sentence(setting.chat.typing.in(1, thread));
  const typesIn = (thread: number, user: typeof bob) =>
    setting.socket.emit("typing", { room: 1, users: [], threads: [{ thread, users: [user] }] });

  it("writing is told of with the thread, and apart from the room", () => {
    const draft = setting.chat.threads.draft(setting.room(), 7);
    draft.text.value = "in the thread";
    setting.chat.typing.wrote(1, draft);
    setting.chat.typing.wrote(1, draft);
    write("in the room");
    expect(setting.asked("typing")).toEqual([{ room: 1, thread: 7 }, { room: 1 }]);
  });

  it("who writes is named there alone, until their message is there", async () => {
    server.post(alice, "root");
    typesIn(1, bob);
    typesIn(2, chen);
    expect([inThread(1), inThread(2), shown()]).toEqual(["bob is typing…", "chen is typing…", ""]);
    setting.socket.emit("message", server.reply(1, bob, "said"));
    expect([inThread(1), inThread(2)]).toEqual(["", "chen is typing…"]);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(inThread(2)).toBe("");
  });

  it("an answer that was written in the room ends what is shown there", () => {
    server.post(alice, "root");
    types(bob);
    setting.socket.emit("message", server.reply(1, bob, "said"));
    expect(shown()).toBe("");
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { PersonPresencePayload } from "../src/protocol";
import { Idle } from "../src/state/people/idle";
import { Presence } from "../src/state/people/presence";
import { describeStatus, expiryOf, statusAt } from "../src/state/people/status";
import { alice, bob } from "./fake-room";
import { FakeSocket, connect } from "./fake-socket";

const SECOND_MS = 1_000;
const person = (user: number, state: PersonPresencePayload["state"]): PersonPresencePayload => ({ user, state, status: null });

let socket: FakeSocket;
let presence: Presence;
let idle: Idle;

beforeEach(() => {
  vi.useFakeTimers();
  socket = new FakeSocket();
  socket.usual.clear();
  const connection = connect(socket, alice, { whoAmI: () => Promise.resolve(alice), onSessionLost: () => undefined });
  presence = new Presence(connection, alice);
  idle = new Idle(connection);
});

afterEach(() => vi.useRealTimers());

const welcome = () => socket.welcome({ user: alice, rooms: [] });
const watched = () => socket.asked.filter(({ event }) => event === "presence:watch").map(({ data }) => (data as { users: number[] }).users);
const answer = async (users: PersonPresencePayload[]) => {
  socket.take("presence:watch").answer({ ok: true, users });
  await vi.advanceTimersByTimeAsync(0);
};

describe("who is watched", () => {
  beforeEach(async () => {
    welcome();
    await answer([person(alice.id, "online")]);
  });

  it("is who is on the screen, and oneself, gathered for a moment", async () => {
    presence.show(bob.id);
    presence.show(3);
    presence.show(bob.id);
    expect(watched()).toEqual([]);
    await vi.advanceTimersByTimeAsync(SECOND_MS);
    expect(watched()).toEqual([[1, 2, 3]]);
    await answer([person(1, "online"), person(2, "away"), person(3, "offline")]);
    expect(presence.of(2).value?.state).toBe("away");
    socket.emit("presence", { users: [person(2, "online")] });
    expect(presence.of(2).value?.state).toBe("online");
  });

  it("is who is still on the screen, and of others nothing is known", async () => {
    const hide = [presence.show(2), presence.show(2), presence.show(3)];
    await vi.advanceTimersByTimeAsync(SECOND_MS);
    await answer([person(1, "online"), person(2, "online"), person(3, "online")]);
    hide[0]?.();
    hide[2]?.();
    await vi.advanceTimersByTimeAsync(SECOND_MS);
    expect(watched()).toEqual([[1, 2]]);
    await answer([person(1, "online"), person(2, "online")]);
    expect(presence.of(3).value).toBeNull();
    expect(presence.of(2).value?.state).toBe("online");
  });

  it("does not change by scrolling to and fro", async () => {
    presence.show(2)();
    await vi.advanceTimersByTimeAsync(SECOND_MS);
    expect(watched()).toEqual([]);
  });

  it("is asked for anew on every connection", async () => {
    presence.show(2);
    await vi.advanceTimersByTimeAsync(SECOND_MS);
    await answer([]);
    socket.close("transport close");
    presence.show(3);
    await vi.advanceTimersByTimeAsync(SECOND_MS);
    expect(watched()).toEqual([]);
    welcome();
    expect(watched()).toEqual([[1, 2, 3]]);
  });

  it("are at most as many as the server allows, those who came last", async () => {
    for (let user = 2; user <= 300; user++) presence.show(user);
    await vi.advanceTimersByTimeAsync(SECOND_MS);
    expect(watched()[0]).toHaveLength(200);
    expect(watched()[0]).toContain(300);
    expect(watched()[0]).toContain(alice.id);
  });

  it("is asked for again after a refusal, with the next change", async () => {
    presence.show(2);
    await vi.advanceTimersByTimeAsync(SECOND_MS);
    socket.take("presence:watch").answer({ ok: false, error: { code: "rate_limited", message: "Wait." } });
    await vi.advanceTimersByTimeAsync(0);
    presence.show(2);
    await vi.advanceTimersByTimeAsync(SECOND_MS);
    expect(watched()).toEqual([[1, 2]]);
  });
});

describe("being idle", () => {
  const told = () => socket.asked.filter(({ event }) => event === "presence:idle").map(({ data }) => data);

  it("is told after five minutes without input, and when there is some again", async () => {
    welcome();
    await vi.advanceTimersByTimeAsync(4 * 60 * SECOND_MS);
    idle.active();
    await vi.advanceTimersByTimeAsync(4 * 60 * SECOND_MS);
    expect(told()).toEqual([]);
    await vi.advanceTimersByTimeAsync(60 * SECOND_MS);
    expect(told()).toEqual([{ idle: true }]);
    for (let count = 0; count < 100; count++) idle.active();
    expect(told()).toEqual([{ idle: true }, { idle: false }]);
  });

  it("is told anew on another connection", async () => {
    welcome();
    await vi.advanceTimersByTimeAsync(6 * 60 * SECOND_MS);
    socket.close("transport close");
    welcome();
    expect(told()).toEqual([{ idle: true }]);
  });
});

describe("a status", () => {
  // A Thursday, in the reader's zone.
  const now = new Date(2026, 0, 15, 14, 30);

  it.each([
    ["half", new Date(2026, 0, 15, 15, 0)],
    ["hours", new Date(2026, 0, 15, 18, 30)],
    ["today", new Date(2026, 0, 16)],
    ["week", new Date(2026, 0, 19)],
    ["until", new Date(2026, 0, 20, 8)],
    ["never", null],
  ] as const)("ends as chosen: %s", (choice, end) => {
    expect(expiryOf(choice, now, new Date(2026, 0, 20, 8))).toEqual(end);
  });

  it("of this week ends with the Sunday that it is", () => {
    expect(expiryOf("week", new Date(2026, 0, 18, 12), null)).toEqual(new Date(2026, 0, 19));
  });

  it("is nothing once its time is over", () => {
    const status = { emoji: "📅", text: "In a meeting", expires_at: now.toISOString() };
    expect(statusAt({ ...person(2, "online"), status }, new Date(now.getTime() - 1))).toEqual(status);
    expect(statusAt({ ...person(2, "online"), status }, now)).toBeNull();
    expect(describeStatus({ ...status, expires_at: null })).toBe("In a meeting");
  });
});

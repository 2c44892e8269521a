import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Connection } from "../src/net/connection";
import type { UserPayload } from "../src/protocol";
import { FakeSocket, connect } from "./fake-socket";
import { alice, bob } from "./fake-room";

let socket: FakeSocket;
let connection: Connection;
const whoAmI = vi.fn<() => Promise<UserPayload | null | undefined>>();
const onSessionLost = vi.fn<(user: UserPayload | null) => void>();

beforeEach(() => {
  vi.useFakeTimers();
  whoAmI.mockReset().mockResolvedValue(alice);
  onSessionLost.mockReset();
  socket = new FakeSocket();
  connection = connect(socket, alice, { whoAmI, onSessionLost });
  connection.open();
});

afterEach(() => {
  vi.useRealTimers();
});

describe("a request", () => {
  it("is refused at once without a connection", async () => {
    await expect(connection.request("heads", {})).rejects.toMatchObject({ code: "disconnected" });
  });

  it("answers with what the server says", async () => {
    socket.welcome({ user: alice, rooms: [] });
    const heads = connection.request("heads", {});
    socket.take("heads").answer({ ok: true, rooms: { 1: 42 } });
    await expect(heads).resolves.toMatchObject({ rooms: { 1: 42 } });
  });

  it("fails with the server's error", async () => {
    socket.welcome({ user: alice, rooms: [] });
    const edit = connection.request("message:edit", { room: 1, number: 1, body: "" });
    socket.take("message:edit").answer({
      ok: false,
      error: { code: "rate_limited", message: "Slow down.", retry_after: 7 },
    });
    await expect(edit).rejects.toMatchObject({ code: "rate_limited", message: "Slow down.", retryAfter: 7 });
  });

  it("tells an answer that does not come from a connection that is gone", async () => {
    socket.welcome({ user: alice, rooms: [] });
    const slow = connection.request("heads", {});
    socket.take("heads").lose();
    await expect(slow).rejects.toMatchObject({ code: "timeout" });
    const cut = connection.request("heads", {});
    socket.close("transport close");
    await expect(cut).rejects.toMatchObject({ code: "disconnected" });
  });
});

describe("the status", () => {
  it("is connected from the welcome until the connection ends", () => {
    expect(connection.status.value).toBe("connecting");
    socket.welcome({ user: alice, rooms: [] });
    expect(connection.status.value).toBe("connected");
    socket.close("transport close");
    expect(connection.status.value).toBe("reconnecting");
  });

  it("is never connected for another user", () => {
    socket.welcome({ user: bob, rooms: [] });
    expect(connection.status.value).not.toBe("connected");
    expect(onSessionLost).toHaveBeenCalledWith(bob);
  });
});

describe("a refused connection", () => {
  it("leads to the login when the session is over", async () => {
    whoAmI.mockResolvedValue(null);
    socket.emit("connect_error");
    await vi.waitFor(() => expect(onSessionLost).toHaveBeenCalledWith(null));
  });

  it("is tried again when the server cannot be reached", async () => {
    whoAmI.mockResolvedValue(undefined);
    socket.active = false;
    socket.emit("connect_error");
    await vi.runAllTimersAsync();
    expect(socket.connects).toBe(2);
    expect(onSessionLost).not.toHaveBeenCalled();
  });
});

it("a connection that the server ended is made again when the session still holds", async () => {
  socket.welcome({ user: alice, rooms: [] });
  socket.close("io server disconnect");
  await vi.runAllTimersAsync();
  expect(whoAmI).toHaveBeenCalledOnce();
  expect(socket.connects).toBe(2);
});

describe("a connection without a welcome", () => {
  it.each([true, false])("is made again after ten seconds, and after more each time (accepted: %s)", async (accepted) => {
    for (const connects of [1, 2, 3]) {
      socket.open(accepted);
      await vi.advanceTimersByTimeAsync(9_900);
      expect(socket.active).toBe(true);
      await vi.advanceTimersByTimeAsync(100);
      expect(socket.active).toBe(false);
      expect(socket.connects).toBe(connects);
      await vi.advanceTimersByTimeAsync(500 * 2 ** connects);
      expect(socket.connects).toBe(connects + 1);
    }
    socket.open();
    socket.welcome({ user: alice, rooms: [] });
    await vi.runAllTimersAsync();
    expect(socket.connects).toBe(4);
    expect(connection.status.value).toBe("connected");
  });

  it("that ended by itself is left to socket.io", async () => {
    socket.open();
    socket.close("transport close");
    await vi.runAllTimersAsync();
    expect(socket.connects).toBe(1);
  });

  it("is not asked for again while another one is being made", async () => {
    socket.open();
    await vi.advanceTimersByTimeAsync(10_000);
    connection.hasten();
    expect(socket.connects).toBe(2);
    await vi.runAllTimersAsync();
    expect(socket.connects).toBe(2);
  });

  it("stays away once the session is lost", async () => {
    socket.open();
    socket.welcome({ user: bob, rooms: [] });
    await vi.runAllTimersAsync();
    expect(socket.connects).toBe(1);
  });
});

it("a connection that came back asks who is logged in, and so for a new token; the first one does not", () => {
  socket.welcome({ user: alice, rooms: [] });
  expect(whoAmI).not.toHaveBeenCalled();
  socket.close("transport close");
  socket.welcome({ user: alice, rooms: [] });
  expect(whoAmI).toHaveBeenCalledOnce();
});

it("the reader's return connects at once, though not in a flurry", () => {
  connection.hasten();
  connection.hasten();
  expect(socket.connects).toBe(2);
});

import { beforeEach, describe, expect, it, vi } from "vitest";
import type { MessagePayload } from "../src/protocol";
import type { Quoted } from "../src/state/messages/quotes";
import { openPage, type FakePage } from "./fake-chat";
import { headerOf } from "./fake-header";
import { FakeRoom, alice, bob } from "./fake-room";
import { FakeSocket } from "./fake-socket";

let socket: FakeSocket;
let server: FakeRoom;
let page: FakePage;

beforeEach(() => {
  localStorage.clear();
  socket = new FakeSocket();
  server = new FakeRoom();
  for (let count = 1; count <= 120; count++) server.post(bob, `message ${count}`);
  page = openPage(socket, server);
  socket.welcome({ user: alice, rooms: [headerOf(server)] });
});

const find = (number: number): Quoted => page.chat.quotes.find(1, number).value;

async function answer(messages: readonly MessagePayload[]): Promise<unknown> {
  await vi.waitFor(() => expect(socket.asked.map(({ event }) => event)).toContain("message:get"));
  const asked = socket.take("message:get");
  asked.answer({ ok: true, messages });
  return asked.data;
}

describe("a quoted message", () => {
  it("is looked up with all others that are wanted at the same time", async () => {
    expect([find(3), find(5), find(3)]).toEqual([undefined, undefined, undefined]);
    expect(await answer([server.messages[2], server.messages[4]].filter((message) => message !== undefined))).toEqual({
      room: 1,
      numbers: [3, 5],
    });
    await vi.waitFor(() => expect(find(3)).toMatchObject({ body: "message 3" }));
    expect(find(5)).toMatchObject({ body: "message 5" });
    expect(socket.asked).toHaveLength(0);
  });

  it("that is not there is said to be missing", async () => {
    find(4);
    await answer([]);
    await vi.waitFor(() => expect(find(4)).toBeNull());
  });

  it("is kept as it changes, and never goes back", async () => {
    const before = server.messages[2];
    find(3);
    if (before) await answer([before]);
    await vi.waitFor(() => expect(find(3)).toMatchObject({ body: "message 3" }));
    socket.emit("message", server.edit(3, "changed"));
    expect(find(3)).toMatchObject({ body: "changed" });
    socket.emit("message", before);
    expect(find(3)).toMatchObject({ body: "changed" });
    socket.emit("message", server.delete(3));
    expect(find(3)).toMatchObject({ body: "", deleted: true });
  });

  it("that was deleted while nobody was listening is asked about again", async () => {
    const before = server.messages[2];
    find(3);
    if (before) await answer([before]);
    socket.close("transport close");
    const deleted = server.delete(3);
    socket.welcome({ user: alice, rooms: [headerOf(server)] });
    await answer([deleted]);
    await vi.waitFor(() => expect(find(3)).toMatchObject({ deleted: true }));
  });

  it("that could not be asked for is asked for with the next connection", async () => {
    socket.close("transport close");
    expect(find(3)).toBeUndefined();
    await Promise.resolve();
    expect(socket.asked).toHaveLength(0);
    socket.welcome({ user: alice, rooms: [headerOf(server)] });
    await answer(server.messages.slice(2, 3));
    await vi.waitFor(() => expect(find(3)).toMatchObject({ number: 3 }));
  });

  it("is one of a bounded number", async () => {
    for (let number = 1; number <= 1_100; number++) find(number);
    for (let asked = 0; asked < 11; asked++) {
      expect(((await answer([])) as { numbers: number[] }).numbers).toHaveLength(100);
    }
    await vi.waitFor(() => expect(find(1_100)).toBeNull());
    expect(find(1)).toBeUndefined();
  });
});

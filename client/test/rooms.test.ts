import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Chat } from "../src/state/chat";
import { openChat } from "./fake-chat";
import { direct, header, shared } from "./fake-header";
import { alice, bob } from "./fake-room";
import { FakeSocket } from "./fake-socket";

const general = header({ id: 1, name: "general" });
const design = header({ id: 2, name: "Design", kind: "private" });
let socket: FakeSocket;
let chat: Chat;

function open(rooms = [general, design], room: number | null = 2): void {
  socket = new FakeSocket();
  chat = openChat(socket, { rooms, room, ...(room === null ? { page: null } : {}) });
  socket.welcome({ user: alice, rooms });
}

const ids = (): number[] => chat.rooms.value.map(({ id }) => id);
const named = (id: number) => chat.rooms.value.find((room) => room.id === id);

beforeEach(() => {
  localStorage.clear();
  open();
});

describe("a room that comes", () => {
  it("is there with its first event, once", () => {
    const books = header({ id: 3, name: "Books" });
    socket.emit("room", books);
    socket.emit("room", books);
    expect(ids()).toEqual([1, 2, 3]);
    expect(chat.current.value?.id).toBe(2);
  });

  it("opens for somebody who was in none", () => {
    open([], null);
    expect(chat.current.value).toBeUndefined();
    socket.emit("room", design);
    expect(chat.current.value?.id).toBe(2);
  });

  it("is not made of what is said to members of one that was left", () => {
    socket.emit("room:removed", { room: 2 });
    socket.emit("room", shared(design));
    expect(ids()).toEqual([1]);
  });

  it("may be one that had gone", () => {
    socket.emit("room:removed", { room: 2 });
    socket.emit("room", design);
    expect(ids()).toEqual([1, 2]);
    expect(named(2)?.timeline.value).toBeNull();
  });
});

describe("a room that changes", () => {
  it("has another name, topic and state, and keeps the reader's own role", () => {
    socket.emit("room", { ...design, membership: { role: "owner", read_number: 0 } });
    socket.emit("room", { ...shared(design), name: "Colours", topic: "Blue", archived: true });
    const room = named(2);
    expect([room?.title.value, room?.header.value.topic, room?.archived.value, room?.owned.value]).toEqual(["Colours", "Blue", true, true]);
  });

  it("while nobody listened is as the welcome says", () => {
    socket.welcome({ user: alice, rooms: [general, { ...design, name: "Colours" }] });
    expect(named(2)?.title.value).toBe("Colours");
  });
});

describe("a room that goes", () => {
  it("while it is open makes place for another, and says so", () => {
    socket.emit("room:removed", { room: 2 });
    expect(ids()).toEqual([1]);
    expect(chat.current.value?.id).toBe(1);
    expect(chat.farewell.notice.value).toEqual({ text: "You are not in Design any more.", unsent: [] });
  });

  it("while another is open goes without a word", () => {
    socket.emit("room:removed", { room: 1 });
    expect(chat.current.value?.id).toBe(2);
    expect(chat.farewell.notice.value).toBeNull();
  });

  it("and was the last leaves none", () => {
    open([design]);
    socket.emit("room:removed", { room: 2 });
    expect(chat.current.value).toBeUndefined();
  });

  it("is found to be gone by the next welcome", () => {
    socket.close("transport close");
    socket.welcome({ user: alice, rooms: [general, header({ id: 3 })] });
    expect(ids()).toEqual([1, 3]);
    expect(chat.current.value?.id).toBe(1);
  });

  it("hands back what was being written in it, and forgets it", () => {
    const room = named(2);
    if (room) room.draft.text.value = "half a thought";
    socket.emit("room:removed", { room: 2 });
    expect(chat.farewell.notice.value?.unsent).toEqual(["half a thought"]);
    socket.emit("room", design);
    expect(named(2)?.draft.text.value).toBe("");
  });

  it("hands back a message that the server refuses for it", async () => {
    await chat.start();
    chat.outbox.add(2, "too late", []);
    await vi.waitFor(() => expect(socket.asked.map(({ event }) => event)).toContain("message:send"));
    socket.emit("room:removed", { room: 2 });
    expect(chat.outbox.entries.value).toHaveLength(1);
    socket.take("message:send").answer({ ok: false, error: { code: "not_found", message: "There is no such room." } });
    await vi.waitFor(() => expect(chat.farewell.notice.value?.unsent).toEqual(["too late"]));
    expect(chat.outbox.entries.value).toEqual([]);
  });

  it("takes the panel along, unless that shows members: they are those of the next", () => {
    chat.panel.open(2, { kind: "members" });
    socket.emit("room:removed", { room: 2 });
    expect(chat.panel.content).toEqual({ room: 1, content: { kind: "members" } });
    socket.emit("room", design);
    chat.panel.open(1, { kind: "pins" });
    void chat.open(2);
    expect(chat.panel.content).toBeNull();
  });

  it("because this page asked for it is no news", async () => {
    const leaving = chat.membership.leave(2);
    await vi.waitFor(() => expect(socket.asked).toHaveLength(1));
    socket.emit("room:removed", { room: 2 });
    socket.take("room:leave").answer({ ok: true });
    await leaving;
    expect(ids()).toEqual([1]);
    expect(chat.farewell.notice.value).toBeNull();
  });
});

it("a room that this page makes is there when its request is answered", async () => {
  const making = chat.membership.direct([bob.id]);
  await vi.waitFor(() => expect(socket.asked).toHaveLength(1));
  socket.take("room:direct").answer({ ok: true, room: direct(7, [alice, bob]) });
  expect(await making).toBe(7);
  expect(named(7)?.title.value).toBe("bob");
});

it("an address of a room that is not here opens nothing", async () => {
  await chat.open(99);
  expect(chat.current.value?.id).toBe(2);
});

it("a request that was made before there was a connection is asked once there is", async () => {
  socket.close("transport close");
  const joining = chat.membership.join(9);
  expect(socket.asked).toEqual([]);
  socket.welcome({ user: alice, rooms: [general, design] });
  await vi.waitFor(() => expect(socket.asked).toHaveLength(1));
  socket.take("room:join").answer({ ok: true, room: header({ id: 9 }) });
  await joining;
  expect(ids()).toEqual([1, 2, 9]);
});

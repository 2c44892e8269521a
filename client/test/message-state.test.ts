import { beforeEach, describe, expect, it, vi } from "vitest";
import { buildRows } from "../src/state/timeline/rows";
import { SavedList } from "../src/state/messages/saved-list";
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
  for (let count = 0; count < 3; count++) server.post(bob, `old ${count}`);
  page = openPage(socket, server);
});

const welcome = (saved: { room: number; number: number }[] = []) =>
  socket.welcome({ user: alice, rooms: [headerOf(server)], saved });

describe("an answer", () => {
  beforeEach(() => welcome());

  it("is sent with the number of what it answers, and the next message without", async () => {
    const { chat, room } = page;
    room.draft.reply(2);
    room.draft.text.value = "yes";
    chat.send(room);
    await vi.waitFor(() => expect(socket.asked).toHaveLength(1));
    const asked = socket.take("message:send");
    expect(asked.data).toMatchObject({ body: "yes", reply_to: 2 });
    expect(room.draft.replying.value).toBeNull();
    const rows = buildRows({ messages: [], entries: chat.outbox.entries.value, me: alice, divider: null });
    expect(rows.at(-1)).toMatchObject({ item: { reply_to: 2, state: "pending" } });
    const { client_id } = asked.data as { client_id: string };
    asked.answer({ ok: true, message: server.post(alice, "yes", client_id) });
    room.draft.text.value = "and";
    chat.send(room);
    await vi.waitFor(() => expect(socket.asked).toHaveLength(1));
    expect(socket.take("message:send").data).not.toHaveProperty("reply_to");
  });

  it("that is refused is taken back as an answer", async () => {
    const { chat, room } = page;
    room.draft.reply(2);
    room.draft.text.value = "yes";
    chat.send(room);
    await vi.waitFor(() => expect(socket.asked).toHaveLength(1));
    socket.take("message:send").answer({ ok: false, error: { code: "not_found", message: "It is gone." } });
    await vi.waitFor(() => expect(chat.outbox.entries.value[0]).toMatchObject({ state: "failed", reply_to: 2 }));
    const [entry] = chat.outbox.entries.value;
    if (entry) chat.takeBack(room, entry);
    expect(room.draft).toMatchObject({ text: { value: "yes" }, replying: { value: 2 } });
  });

  it("that is being written outlives the page", () => {
    page.room.draft.text.value = "half a th";
    page.room.draft.reply(2);
    expect(openPage(new FakeSocket(), server).room.draft.replying.value).toBe(2);
  });

  it("has a heading of its own", () => {
    server.reply(1);
    const rows = buildRows({ messages: server.messages, entries: [], me: alice, divider: null });
    expect(rows.flatMap((row) => (row.kind === "message" ? [row.lead] : []))).toEqual([true, false, false, true]);
  });
});

describe("a message that the address names", () => {
  beforeEach(() => {
    for (let count = 3; count < 300; count++) server.post(bob, `old ${count}`);
  });

  it("is gone to in what the page carries", () => {
    const { room } = openPage(socket, server, 100);
    const timeline = room.timeline.value;
    expect(timeline?.target.value).toEqual({ number: 100 });
    expect(timeline?.following.value).toBe(false);
    expect(timeline?.find(100)).toBeDefined();
    expect(timeline?.window.value.after).toBe(true);
  });

  it("that is not there is told, and the newest stay", async () => {
    const { chat, room } = openPage(socket, server);
    await chat.open(1, 4_000);
    expect(chat.toast.text.value).toBe("There is no such message here.");
    expect(room.timeline.value?.window.value.after).toBe(false);
    expect(room.timeline.value?.following.value).toBe(true);
  });
});

describe("what is kept", () => {
  it("is known from the welcome, and from what this and other pages do", async () => {
    welcome([{ room: 1, number: 2 }]);
    const { saved } = page.chat;
    expect([1, 2].map((number) => saved.has({ room: 1, number }))).toEqual([false, true]);
    socket.emit("saved", { room: 1, number: 1, saved: true });
    socket.emit("saved", { room: 1, number: 2, saved: false });
    expect([1, 2].map((number) => saved.has({ room: 1, number }))).toEqual([true, false]);
    const [message] = server.messages;
    const letting = message && saved.set(message, false);
    expect(socket.asked[0]?.data).toEqual({ room: 1, number: 1 });
    socket.take("message:unsave").answer({ ok: true });
    await letting;
    expect(saved.has({ room: 1, number: 1 })).toBe(false);
  });

  it("is listed as it is now, and what is let go is gone at once", async () => {
    welcome([
      { room: 1, number: 1 },
      { room: 1, number: 2 },
    ]);
    const list = new SavedList(page.chat.saved);
    list.follow(page.chat.feed);
    const loading = list.load();
    socket.take("saved:list").answer({ ok: true, messages: [server.messages[1], server.messages[0]], more: false });
    await loading;
    socket.emit("message", server.edit(1, "changed"));
    expect(list.messages.map(({ body }) => body)).toEqual(["old 1", "changed"]);
    socket.emit("saved", { room: 1, number: 2, saved: false });
    expect(list.messages.map(({ body }) => body)).toEqual(["changed"]);
  });
});

describe("what is pinned", () => {
  it("is asked for once, and kept as it changes", async () => {
    welcome();
    const pins = () => page.chat.pins.of(1).items.value.map(({ number, body }) => `${number} ${body}`);
    expect(pins()).toEqual([]);
    expect(pins()).toEqual([]);
    socket.take("room:pins").answer({ ok: true, messages: [server.change(2, { pinned: true })], more: false });
    await vi.waitFor(() => expect(pins()).toEqual(["2 old 1"]));
    socket.emit("message", server.change(1, { pinned: true }));
    socket.emit("message", server.change(2, { body: "changed" }));
    expect(pins()).toEqual(["1 old 0", "2 changed"]);
    socket.emit("message", server.change(2, { pinned: false, deleted: true }));
    expect(pins()).toEqual(["1 old 0"]);
    expect(socket.asked.map(({ event }) => event)).not.toContain("room:pins");
  });
});

describe("a command", () => {
  beforeEach(() => welcome());

  it.each([
    ["message:pin", () => page.chat.commands.pin({ room: 1, number: 1 }, true)],
    ["message:unpin", () => page.chat.commands.pin({ room: 1, number: 1 }, false)],
    ["reaction:add", () => page.chat.commands.react({ room: 1, number: 1 }, "👍", true)],
    ["reaction:remove", () => page.chat.commands.react({ room: 1, number: 1 }, "👍", false)],
    ["message:edit", () => page.chat.commands.edit({ room: 1, number: 1 }, "changed")],
    ["message:delete", () => page.chat.commands.delete({ room: 1, number: 1 })],
  ])("%s shows what the server made of it without waiting for the event", async (event, give) => {
    const given = give();
    expect(socket.asked[0]?.data).toMatchObject({ room: 1, number: 1 });
    socket.take(event).answer({ ok: true, message: server.change(1, { body: "from the ack" }) });
    await given;
    expect(page.room.timeline.value?.find(1)?.body).toBe("from the ack");
  });

  it("that is refused says why", async () => {
    const attempt = page.chat.toast.attempt(page.chat.commands.pin({ room: 1, number: 1 }, true));
    socket.take("message:pin").answer({ ok: false, error: { code: "conflict", message: "There are 100 pins." } });
    await attempt;
    expect(page.chat.toast.text.value).toBe("There are 100 pins.");
  });
});

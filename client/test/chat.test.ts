import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Room } from "../src/state/rooms/room";
import type { Chat } from "../src/state/chat";
import { buildRows } from "../src/state/timeline/rows";
import { openPage } from "./fake-chat";
import { headerOf } from "./fake-header";
import { FakeRoom, alice, bob } from "./fake-room";
import { FakeSocket } from "./fake-socket";

let socket: FakeSocket;
let server: FakeRoom;
let chat: Chat;

beforeEach(() => {
  localStorage.clear();
  socket = new FakeSocket();
  server = new FakeRoom();
  for (let count = 0; count < 3; count++) server.post(bob, `old ${count}`);
  ({ chat } = openPage(socket, server));
});

function room(): Room {
  const { value } = chat.current;
  if (!value) throw new Error("No room is open.");
  return value;
}

/** What was asked for, but for what goes on in the background. */
const events = (): string[] => socket.asked.map(({ event }) => event).filter((event) => !["presence:watch", "read"].includes(event));

function rows(): string[] {
  const messages = room().timeline.value?.window.value.messages ?? [];
  return buildRows({ messages, entries: chat.outbox.entries.value, me: alice, divider: null }).flatMap((row) =>
    row.kind === "message" ? [`${row.item.body} ${row.item.state}`] : [],
  );
}

async function send(body: string): Promise<void> {
  room().draft.text.value = body;
  chat.send(room());
  await vi.waitFor(() => expect(socket.asked.some(({ event }) => event === "message:send")).toBe(true));
}

describe("a message sent", () => {
  beforeEach(() => {
    socket.welcome({ user: alice, rooms: [headerOf(server, 3)] });
  });

  it.each(["ack", "echo"])("is one row all the way when the %s comes first", async (first) => {
    await send("hello");
    expect(rows().slice(-2)).toEqual(["old 2 sent", "hello pending"]);
    const asked = socket.take("message:send");
    const { client_id } = asked.data as { client_id: string };
    const message = server.post(alice, "hello", client_id);
    const ack = () => asked.answer({ ok: true, message });
    const echo = () => socket.emit("message", message);
    for (const come of first === "ack" ? [ack, echo] : [echo, ack]) {
      come();
      await vi.waitFor(() => expect(rows().at(-1)).toBe("hello sent"));
      expect(rows()).toHaveLength(4);
    }
    expect(chat.outbox.entries.value).toEqual([]);
  });

  it("stays in view while a gap before it is being closed", async () => {
    await send("hello");
    const asked = socket.take("message:send");
    server.post(bob, "missed");
    const message = server.post(alice, "hello", (asked.data as { client_id: string }).client_id);
    asked.answer({ ok: true, message });
    await vi.waitFor(() => expect(events()).toEqual(["sync"]));
    expect(rows().at(-1)).toBe("hello sent");
    socket.take("sync").answer({ ok: true, ...server.changes(3) });
    await vi.waitFor(() => expect(rows().slice(-2)).toEqual(["missed sent", "hello sent"]));
    expect(chat.outbox.entries.value).toEqual([]);
  });

  it("is not asked for twice when its ack was lost and the sync brings it", async () => {
    await send("hello");
    const { client_id } = socket.asked.find(({ event }) => event === "message:send")?.data as { client_id: string };
    server.post(alice, "hello", client_id);
    socket.close("transport close");
    socket.welcome({ user: alice, rooms: [headerOf(server, 3)] });
    await vi.waitFor(() => expect(socket.asked.some(({ event }) => event === "sync")).toBe(true));
    socket.take("sync").answer({ ok: true, ...server.changes(3) });
    await vi.waitFor(() => expect(rows().at(-1)).toBe("hello sent"));
    expect(rows()).toHaveLength(4);
  });

  it("that is refused can be taken back into the draft", async () => {
    await send("hello");
    socket.take("message:send").answer({ ok: false, error: { code: "forbidden", message: "You may not." } });
    await vi.waitFor(() => expect(rows().at(-1)).toBe("hello failed"));
    const [entry] = chat.outbox.entries.value;
    if (entry) chat.takeBack(room(), entry);
    expect(room().draft.text.value).toBe("hello");
    expect(rows()).toHaveLength(3);
  });
});

describe("what is unread", () => {
  it("is nothing while the reader is at the bottom of the open room", () => {
    socket.emit("message", server.post(bob));
    expect(chat.reading.news.value).toBe(0);
    expect(room().reading.line).toBeNull();
  });

  it("counts while the page is hidden, gets a line above it, and is read on return", () => {
    chat.visible.value = false;
    socket.emit("message", server.post(bob));
    socket.emit("message", server.post(bob));
    expect(chat.reading.news.value).toBe(2);
    expect(room().reading.line).toBe(3);
    chat.visible.value = true;
    expect(chat.reading.news.value).toBe(0);
    expect(room().reading.line).toBe(3);
  });

  it("counts while the reader is scrolled up, edits and deletions not", () => {
    const timeline = room().timeline.value;
    if (timeline) timeline.following.value = false;
    socket.emit("message", server.post(bob));
    socket.emit("message", server.edit(1, "changed"));
    socket.emit("message", server.delete(2));
    expect(chat.reading.news.value).toBe(1);
  });
});

describe("the connection", () => {
  it("coming back brings what was missed", async () => {
    server.post(bob, "missed");
    server.edit(1, "changed");
    socket.welcome({ user: alice, rooms: [headerOf(server, 3)] });
    await vi.waitFor(() => expect(events()).toHaveLength(1));
    const sync = socket.take("sync");
    expect(sync.data).toEqual({ room: 1, since: 3 });
    sync.answer({ ok: true, ...server.changes(3) });
    await vi.waitFor(() => expect(rows()).toEqual(["changed sent", "old 1 sent", "old 2 sent", "missed sent"]));
  });

  it("that looks open and does not answer is dropped", async () => {
    socket.welcome({ user: alice, rooms: [headerOf(server, 3)] });
    const checking = chat.checkHeads();
    socket.take("heads").lose();
    await checking;
    expect(chat.status.value).toBe("reconnecting");
  });

  it("of somebody who asks for too much stays, and is asked again later", async () => {
    socket.welcome({ user: alice, rooms: [headerOf(server, 3)] });
    server.post(bob, "lost");
    const checking = chat.checkHeads();
    socket.take("heads").answer({ ok: false, error: { code: "rate_limited", message: "Wait.", retry_after: 1 } });
    await checking;
    expect(chat.status.value).toBe("connected");
    void chat.checkHeads();
    socket.take("heads").answer({ ok: true, rooms: { 1: server.version } });
    await vi.waitFor(() => expect(events()).toEqual(["sync"]));
  });

  it("finds by its heads what was lost on the way", async () => {
    socket.welcome({ user: alice, rooms: [headerOf(server, 3)] });
    server.post(bob, "lost");
    void chat.checkHeads();
    socket.take("heads").answer({ ok: true, rooms: { 1: server.version } });
    await vi.waitFor(() => expect(events()).toEqual(["sync"]));
    socket.take("sync").answer({ ok: true, ...server.changes(3) });
    await vi.waitFor(() => expect(rows().at(-1)).toBe("lost sent"));
  });
});

it("new messages of others are announced, one's own and edits are not", async () => {
  vi.useFakeTimers();
  socket.emit("message", server.post(bob, "hello"));
  socket.emit("message", server.post(alice, "mine"));
  socket.emit("message", server.edit(1, "changed"));
  await vi.runAllTimersAsync();
  expect(chat.announcer.spoken.value).toBe("bob: hello");
  for (let count = 0; count < 5; count++) socket.emit("message", server.post(bob, "more"));
  await vi.runAllTimersAsync();
  expect(chat.announcer.spoken.value).toBe("5 new messages");
  vi.useRealTimers();
});

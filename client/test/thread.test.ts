import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Thread } from "../src/state/messages/thread";
import { openPage, type FakePage } from "./fake-chat";
import { headerOf } from "./fake-header";
import { FakeRoom, alice, bob } from "./fake-room";
import { FakeSocket } from "./fake-socket";

let socket: FakeSocket;
let server: FakeRoom;
let page: FakePage;
let thread: Thread;

beforeEach(() => {
  localStorage.clear();
  socket = new FakeSocket();
  server = new FakeRoom();
  server.post(bob, "root");
  server.post(bob, "elsewhere");
  server.reply(1, bob, "first");
  page = openPage(socket, server);
  socket.welcome({ user: alice, rooms: [headerOf(server)] });
  thread = page.chat.threads.open(page.room, 1);
  thread.follow(page.chat.feed);
});

const bodies = (): string[] => thread.items.value.map(({ body }) => body);

/** What the server would answer: the root, and the messages of its thread behind a number. */
function answer({ more = false, limit = 50 } = {}): unknown {
  const asked = socket.take("message:thread");
  const { after } = asked.data as { after: number };
  const messages = server.messages.filter((message) => message.thread === 1 && message.number > after).slice(0, limit);
  asked.answer({ ok: true, root: server.messages[0], messages, more });
  return asked.data;
}

describe("a thread", () => {
  it("is its first message and all that answer it, in order", async () => {
    const loading = thread.load();
    expect(answer()).toEqual({ room: 1, number: 1, after: 0, limit: 200 });
    await loading;
    expect(bodies()).toEqual(["root", "first"]);
    expect(thread.state.value).toBe("ready");
  });

  it("is fetched in pages until there is no more", async () => {
    for (let count = 0; count < 4; count++) server.reply(1, bob, `more ${count}`);
    const loading = thread.load();
    for (const more of [true, true, false]) {
      await vi.waitFor(() => expect(socket.asked).toHaveLength(1));
      answer({ more, limit: 2 });
    }
    await loading;
    expect(bodies()).toEqual(["root", "first", "more 0", "more 1", "more 2", "more 3"]);
  });

  it("takes what comes in while it is being fetched, and nothing of elsewhere", async () => {
    const loading = thread.load();
    const asked = socket.take("message:thread");
    const early = { ok: true, root: server.messages[0], messages: server.messages.slice(2, 3), more: false };
    socket.emit("message", server.edit(3, "first, changed"));
    socket.emit("message", server.reply(3, alice, "second"));
    socket.emit("message", server.post(bob, "not in it"));
    asked.answer(early);
    await loading;
    expect(bodies()).toEqual(["root", "first, changed", "second"]);
    socket.emit("message", server.delete(3));
    expect(thread.items.value[1]).toMatchObject({ deleted: true });
  });

  it("says that it could not be fetched, and keeps what came live", async () => {
    const loading = thread.load();
    socket.take("message:thread").answer({ ok: false, error: { code: "unavailable", message: "Later." } });
    socket.emit("message", server.reply(1, bob, "live"));
    await loading;
    expect(thread.state.value).toBe("failed");
    expect(bodies()).toEqual(["live"]);
  });
});

describe("what is written in a thread", () => {
  it("answers what began it, or the message that was chosen", async () => {
    const draft = page.chat.threads.draft(page.room, 1);
    draft.text.value = "to the root";
    page.chat.send(page.room, draft);
    await vi.waitFor(() => expect(socket.asked).toHaveLength(1));
    const first = socket.take("message:send");
    expect(first.data).toMatchObject({ body: "to the root", reply_to: 1 });
    const { client_id } = first.data as { client_id: string };
    first.answer({ ok: true, message: server.post(alice, "to the root", client_id) });
    draft.reply(3);
    draft.text.value = "to the first";
    page.chat.send(page.room, draft);
    await vi.waitFor(() => expect(socket.asked).toHaveLength(1));
    expect(socket.take("message:send").data).toMatchObject({ reply_to: 3 });
    expect(draft.replying.value).toBeNull();
  });

  it("is not what is written in the room, and outlives the panel", () => {
    page.room.draft.text.value = "in the room";
    const draft = page.chat.threads.draft(page.room, 1);
    draft.text.value = "in the thread";
    expect(page.chat.threads.draft(page.room, 1)).toBe(draft);
    expect(page.room.draft.text.value).toBe("in the room");
    expect(openPage(socket, server).chat.threads.draft(page.room, 1).text.value).toBe("in the thread");
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { DraftPayload, DraftSave } from "../src/protocol";
import type { Chat } from "../src/state/chat";
import { openChat } from "./fake-chat";
import { header } from "./fake-header";
import { FakeSocket } from "./fake-socket";
import { randomOf } from "./random";

const rooms = [header({ id: 1, name: "general" }), header({ id: 2, name: "Design" })];

/** One device of somebody. Each has an id of its own, and with it a storage of its own. */
class Device {
  socket = new FakeSocket();
  chat: Chat;
  /** Under way to this device, in order. */
  inbox: (() => void)[] = [];
  /** Asked, received by the server, and not answered yet. */
  open: (() => void)[] = [];
  online = false;
  readonly #me;
  readonly #server: Server;

  constructor(id: number, server: Server) {
    this.#me = { id, username: `device ${id}` };
    this.#server = server;
    this.chat = this.#load();
  }

  get draft() {
    const [room] = this.chat.rooms.value;
    if (!room) throw new Error("There is no room.");
    return room.draft;
  }

  get text(): string {
    return this.draft.text.value;
  }

  type(text: string): void {
    this.draft.text.value = text;
  }

  connect(): void {
    this.online = true;
    this.socket.welcome({ user: this.#me, rooms });
  }

  disconnect(): void {
    this.online = false;
    this.inbox = [];
    this.socket.close("transport close");
    for (const lose of this.open.splice(0)) lose();
  }

  reload(): void {
    this.disconnect();
    this.socket = new FakeSocket();
    this.chat = this.#load();
  }

  /** The server takes the next request of this device. */
  process(): void {
    const asked = this.socket.asked.shift();
    if (!asked) return;
    this.open.push(asked.lose);
    const answer = asked.event === "draft:save" ? this.#server.save(asked.data as DraftSave) : this.#server.list();
    this.inbox.push(() => asked.answer({ ok: true, ...answer }));
  }

  /** What is next on its way arrives. */
  async receive(): Promise<void> {
    this.inbox.shift()?.();
    await vi.advanceTimersByTimeAsync(0);
  }

  saves(): string[] {
    return this.socket.requests.flatMap(([event, data]) => (event === "draft:save" ? [(data as DraftSave).body] : []));
  }

  #load(): Chat {
    this.socket.usual.clear();
    return openChat(this.socket, { user: this.#me, rooms });
  }
}

/** The server's side: whoever saves last is right, and everybody is told. */
class Server {
  readonly drafts = new Map<number, DraftPayload>();
  readonly devices: Device[] = [];

  device(): Device {
    const device = new Device(this.devices.length + 1, this);
    this.devices.push(device);
    return device;
  }

  text(): string {
    return this.drafts.get(1)?.body ?? "";
  }

  save({ room, body, reply_to = null }: DraftSave) {
    const draft = { room, body, reply_to, updated_at: new Date().toISOString() };
    if (body !== (this.drafts.get(room)?.body ?? "")) {
      if (body === "") this.drafts.delete(room);
      else this.drafts.set(room, draft);
      for (const { online, inbox, socket } of this.devices) if (online) inbox.push(() => socket.emit("draft", draft));
    }
    return { draft };
  }

  /** Whether the answer has no space for any of them. */
  full = false;

  list() {
    return { drafts: this.full ? [] : [...this.drafts.values()], more: this.full };
  }
}

let server: Server;
let desk: Device;
let phone: Device;

/** Everything that is under way arrives, and whoever pauses is saved. */
async function settle(): Promise<void> {
  for (let round = 0; round < 8; round++) {
    await vi.advanceTimersByTimeAsync(1_100);
    for (const device of server.devices) while (device.online && device.socket.asked.length > 0) device.process();
    for (const device of server.devices) while (device.inbox.length > 0) await device.receive();
  }
}

beforeEach(async () => {
  vi.useFakeTimers();
  localStorage.clear();
  server = new Server();
  desk = server.device();
  phone = server.device();
  desk.connect();
  phone.connect();
  await settle();
});
afterEach(() => vi.useRealTimers());

describe("a draft", () => {
  it("is saved once its writer pauses, and shown at the other device", async () => {
    for (const text of ["h", "he", "hello"]) desk.type(text);
    expect(desk.saves()).toEqual([]);
    await settle();
    expect(desk.saves()).toEqual(["hello"]);
    expect(phone.text).toBe("hello");
  });

  it("is not sent back by the one that took it over", async () => {
    desk.type("hello");
    await settle();
    expect(phone.saves()).toEqual([]);
    expect(desk.saves()).toEqual(["hello"]);
  });

  it("is gone everywhere, at once, when it is sent", async () => {
    desk.type("hello");
    await settle();
    desk.draft.clear();
    expect(desk.saves()).toEqual(["hello", ""]);
    await settle();
    expect(phone.text).toBe("");
    expect(server.text()).toBe("");
  });

  it("stays where the answer has no space for it", async () => {
    desk.type("hello");
    await settle();
    server.full = true;
    phone.disconnect();
    phone.connect();
    await settle();
    expect(phone.text).toBe("hello");
    expect(server.text()).toBe("hello");
  });

  it("does not wait for a pause when another room is opened, or the page is hidden", async () => {
    desk.type("hello");
    void desk.chat.open(2);
    expect(desk.saves()).toEqual(["hello"]);
    phone.type("on the way");
    phone.chat.visible.value = false;
    expect(phone.saves()).toEqual(["on the way"]);
    await settle();
    expect(desk.text).toBe(phone.text);
  });

  it("does not take away what somebody is writing at another device, who is then right", async () => {
    desk.type("hello");
    await vi.advanceTimersByTimeAsync(1_100);
    phone.type("good morning");
    desk.process();
    await phone.receive();
    expect(phone.text).toBe("good morning");
    await settle();
    expect([desk.text, phone.text, server.text()]).toEqual(["good morning", "good morning", "good morning"]);
  });

  it("that is saved at two devices at the same time is the same in the end", async () => {
    desk.type("hello");
    phone.type("good morning");
    await vi.advanceTimersByTimeAsync(1_100);
    phone.process();
    desk.process();
    await settle();
    expect([desk.text, phone.text, server.text()]).toEqual(["hello", "hello", "hello"]);
  });

  it("is saved when there is a connection again", async () => {
    desk.disconnect();
    desk.type("in a tunnel");
    await settle();
    expect(phone.text).toBe("");
    desk.connect();
    await settle();
    expect(phone.text).toBe("in a tunnel");
  });

  it("that another device changed meanwhile is taken over when there is a connection again", async () => {
    desk.type("hello");
    await settle();
    desk.disconnect();
    phone.type("hello, all");
    await settle();
    desk.connect();
    await settle();
    expect(desk.text).toBe("hello, all");
  });

  it("that was sent meanwhile is gone when there is a connection again, also after a reload", async () => {
    desk.type("hello");
    await settle();
    desk.reload();
    expect(desk.text).toBe("hello");
    phone.draft.clear();
    await settle();
    desk.connect();
    await settle();
    expect([desk.text, server.text()]).toEqual(["", ""]);
  });

  it("that was written before a reload and not saved is saved after it", async () => {
    desk.disconnect();
    desk.type("in a tunnel");
    desk.reload();
    desk.connect();
    await settle();
    expect([desk.text, phone.text]).toEqual(["in a tunnel", "in a tunnel"]);
  });

  it("is kept apart from an old message that is being changed", async () => {
    desk.type("hello");
    await settle();
    const message = { body: "an old message", files: [] };
    desk.draft.edit(message as unknown as Parameters<typeof desk.draft.edit>[0]);
    desk.type("a new text of it");
    phone.type("hello, all");
    await settle();
    expect(desk.text).toBe("a new text of it");
    expect(desk.saves()).toEqual(["hello"]);
    desk.draft.stopEditing();
    await settle();
    expect([desk.text, server.text()]).toEqual(["hello, all", "hello, all"]);
  });

  it("that the server does not take stays where it is written", async () => {
    desk.type("hello");
    await vi.advanceTimersByTimeAsync(1_100);
    desk.socket.take("draft:save").answer({ ok: false, error: { code: "invalid", message: "Too long." } });
    await settle();
    expect([desk.text, desk.saves()]).toEqual(["hello", ["hello"]]);
  });

  it("is saved later where there was too much at once", async () => {
    desk.type("hello");
    await vi.advanceTimersByTimeAsync(1_100);
    desk.socket.take("draft:save").answer({ ok: false, error: { code: "rate_limited", message: "Slower.", retry_after: 2 } });
    await settle();
    expect(phone.text).toBe("hello");
  });

  it("of a room that is gone is saved no more", async () => {
    desk.type("hello");
    desk.socket.emit("room:removed", { room: 1 });
    await settle();
    expect(desk.saves()).toEqual([]);
  });
});

describe("in any order of things", () => {
  it.each(Array.from({ length: 60 }, (_, seed) => [seed]))("all devices end with the same, and nobody who writes is interrupted (%i)", async (seed) => {
    const random = randomOf(seed);
    const typing = new Map<Device, string | null>();
    const noteSaves = () => {
      for (const device of server.devices) if (device.saves().at(-1) === device.text) typing.set(device, null);
    };
    for (let step = 0; step < 60; step++) {
      const device = server.devices[Math.floor(random() * 2)] ?? desk;
      const choice = random();
      if (choice < 0.25) {
        device.type(random() < 0.2 ? "" : `text ${step}`);
        // Where there is nothing, nothing can be taken away.
        typing.set(device, device.text || null);
      } else if (choice < 0.4) await vi.advanceTimersByTimeAsync(600);
      else if (choice < 0.65) device.process();
      else if (choice < 0.9) await device.receive();
      else if (choice < 0.95) { if (device.online) device.disconnect(); }
      else if (!device.online) device.connect();
      noteSaves();
      for (const [writer, text] of typing) if (text !== null) expect(writer.text).toBe(text);
    }
    for (const device of server.devices) if (!device.online) device.connect();
    await settle();
    expect([desk.text, phone.text]).toEqual([server.text(), server.text()]);
    const saved = [desk.saves().length, phone.saves().length];
    await settle();
    expect([desk.saves().length, phone.saves().length]).toEqual(saved);
  });
});

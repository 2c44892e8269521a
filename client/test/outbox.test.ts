// @vitest-environment node
import { IDBFactory } from "fake-indexeddb";
import "fake-indexeddb/auto";
import { deleteDB } from "idb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openDatabase, type Database } from "../src/net/database";
import { RequestError } from "../src/net/errors";
import { leaseLock } from "../src/net/lock";
import type { Notice, Notices } from "../src/net/notices";
import { Outbox } from "../src/net/outbox";
import { DatabaseStore, MemoryStore, type OutboxStore } from "../src/net/outbox-store";
import { SturdyStore } from "../src/net/sturdy-store";
import type { MessagePayload, MessageSend } from "../src/protocol";
import { FakeRoom, alice, bob } from "./fake-room";

/** The server's side of `message:send`: the same client id twice is one message. */
class FakeServer {
  readonly room = new FakeRoom();
  readonly received: string[] = [];
  /** What the messages answer. */
  readonly answered: (number | null | undefined)[] = [];
  /** What the next requests end in, instead of an ack. */
  readonly troubles: RequestError[] = [];
  /** Requests that are stored, and whose ack is lost. */
  lostAcks = 0;

  send({ client_id, body, reply_to }: MessageSend): Promise<MessagePayload> {
    this.received.push(body ?? "");
    this.answered.push(reply_to);
    const trouble = this.troubles.shift();
    if (trouble) return Promise.reject(trouble);
    const known = this.room.messages.find((message) => message.client_id === client_id);
    const message = known ?? this.room.post(alice, body, client_id);
    if (this.lostAcks-- > 0) return Promise.reject(error("timeout"));
    return Promise.resolve(message);
  }

  get bodies(): string[] {
    return this.room.messages.map(({ body }) => body);
  }
}

const error = (code: string, retry_after?: number): RequestError =>
  new RequestError({ code, message: `It was ${code}.`, ...(retry_after === undefined ? {} : { retry_after }) });

/** The tabs of one browser. */
function tabs(): () => Notices {
  const listeners = new Set<(notice: Notice) => void>();
  return () => {
    let own: ((notice: Notice) => void) | undefined;
    return {
      post: (notice) => listeners.forEach((listener) => listener !== own && listener(notice)),
      listen: (listener) => listeners.add((own = listener)),
    };
  };
}

let server: FakeServer;
let database: Database;
let tab: () => Notices;

async function freshDatabase(): Promise<Database> {
  const opened = await openDatabase();
  if (!opened) throw new Error("There is no database.");
  return opened;
}

function openOutbox(user = alice.id, store: OutboxStore = new DatabaseStore(database, user)): Outbox {
  const outbox: Outbox = new Outbox({
    user,
    store: new SturdyStore(Promise.resolve(store)),
    exclusive: leaseLock(database, user),
    notices: tab(),
    send: (message) => server.send(message),
    onSent: (message) => outbox.prune(1, message.version),
  });
  return outbox;
}

const stored = (): Promise<unknown[]> => database.getAll("outbox");
const states = (outbox: Outbox): string[] => outbox.entries.value.map(({ body, state }) => `${body} ${state}`);
/** Lets time pass until something holds: a little at each turn, so that the database keeps up. */
async function settled(check: () => unknown): Promise<void> {
  for (let turn = 0; ; turn++) {
    try {
      await check();
      return;
    } catch (unmet) {
      if (turn === 10_000) throw unmet;
    }
    await vi.advanceTimersByTimeAsync(10);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
  globalThis.indexedDB = new IDBFactory();
  server = new FakeServer();
  database = await freshDatabase();
  tab = tabs();
});

afterEach(() => {
  database.close();
  vi.useRealTimers();
});

describe("a message", () => {
  it("shows at once, is sent, and is gone once acknowledged", async () => {
    const outbox = openOutbox();
    outbox.resume();
    outbox.add(1, "hello", []);
    expect(states(outbox)).toEqual(["hello pending"]);
    await settled(() => expect(outbox.entries.value).toEqual([]));
    expect(server.bodies).toEqual(["hello"]);
    await settled(async () => expect(await stored()).toEqual([]));
  });

  it("waits while there is no connection", async () => {
    const outbox = openOutbox();
    outbox.add(1, "later", []);
    await settled(async () => expect(await stored()).toHaveLength(1));
    expect(server.received).toEqual([]);
    outbox.resume();
    await settled(() => expect(server.bodies).toEqual(["later"]));
  });

  it("that answers another does so after a reload", async () => {
    openOutbox().add(1, "an answer", [], 7);
    await settled(async () => expect(await stored()).toHaveLength(1));
    const outbox = openOutbox();
    await outbox.load();
    outbox.resume();
    await settled(() => expect(server.received).toEqual(["an answer"]));
    expect(server.answered).toEqual([7]);
  });

  it("that an earlier version left, which knew of no answers, is sent", async () => {
    const entry = openOutbox().add(1, "old", []);
    await settled(async () => expect(await stored()).toHaveLength(1));
    const [old] = await database.getAll("outbox");
    delete old?.reply_to;
    if (old) await database.put("outbox", old);
    const outbox = openOutbox();
    await outbox.load();
    expect(outbox.entries.value[0]).not.toHaveProperty("reply_to");
    outbox.resume();
    await settled(() => expect(server.room.messages[0]?.client_id).toBe(entry.client_id));
    expect(server.answered).toEqual([undefined]);
  });

  it("keeps its place among the others", async () => {
    const outbox = openOutbox();
    outbox.resume();
    const bodies = Array.from({ length: 12 }, (_, index) => `message ${index}`);
    for (const body of bodies) outbox.add(1, body, []);
    await settled(() => expect(outbox.entries.value).toEqual([]));
    expect(server.bodies).toEqual(bodies);
  });

  it("survives a reload, and is sent by the next page", async () => {
    openOutbox().add(1, "unsent", []);
    await settled(async () => expect(await stored()).toHaveLength(1));
    const next = openOutbox();
    await next.load();
    expect(states(next)).toEqual(["unsent pending"]);
    next.resume();
    await settled(() => expect(server.bodies).toEqual(["unsent"]));
  });

  it("is never sent by another account", async () => {
    openOutbox().add(1, "mine", []);
    await settled(async () => expect(await stored()).toHaveLength(1));
    const other = openOutbox(bob.id);
    await other.load();
    other.resume();
    other.add(1, "theirs", []);
    await settled(() => expect(server.bodies).toEqual(["theirs"]));
    expect(await stored()).toHaveLength(1);
  });

  it("is sent from memory when the browser's database breaks", async () => {
    const outbox = openOutbox(alice.id, {
      list: () => Promise.reject(new Error("broken")),
      put: () => Promise.reject(new Error("broken")),
      remove: () => Promise.reject(new Error("broken")),
    });
    outbox.add(1, "one", []);
    outbox.add(1, "two", []);
    outbox.resume();
    await settled(() => expect(server.bodies).toEqual(["one", "two"]));
    await settled(() => expect(outbox.entries.value).toEqual([]));
  });

  it("is sent from memory when the browser takes the database away", async () => {
    const outbox = openOutbox();
    outbox.add(1, "one", []);
    await settled(async () => expect(await stored()).toHaveLength(1));
    await deleteDB("chatroom");
    outbox.resume();
    outbox.add(1, "two", []);
    await settled(() => expect(server.bodies).toEqual(["one", "two"]));
    await settled(() => expect(outbox.entries.value).toEqual([]));
  });

  it("is sent from memory when the browser takes the database away in the middle", async () => {
    const outbox = openOutbox();
    const send = server.send.bind(server);
    server.send = async (message) => {
      await deleteDB("chatroom");
      return send(message);
    };
    outbox.resume();
    for (const body of ["one", "two", "three"]) outbox.add(1, body, []);
    await settled(() => expect(server.bodies).toEqual(["one", "two", "three"]));
    await settled(() => expect(outbox.entries.value).toEqual([]));
  });

  it("is sent from memory where the browser has no database", async () => {
    const outbox = openOutbox(alice.id, new MemoryStore());
    outbox.resume();
    outbox.add(1, "one", []);
    outbox.add(1, "two", []);
    await settled(() => expect(server.bodies).toEqual(["one", "two"]));
  });
});

describe("trouble that passes", () => {
  it.each(["disconnected", "timeout", "unavailable", "rate_limited", "network"])(
    "is tried again: %s",
    async (code) => {
      server.troubles.push(error(code), error(code));
      const outbox = openOutbox();
      outbox.resume();
      outbox.add(1, "first", []);
      outbox.add(1, "second", []);
      await settled(() => expect(server.bodies).toEqual(["first", "second"]));
      expect(server.received).toEqual(["first", "first", "first", "second"]);
    },
  );

  it("waits for as long as the server asks", async () => {
    server.troubles.push(error("rate_limited", 30));
    const outbox = openOutbox();
    outbox.resume();
    const start = Date.now();
    outbox.add(1, "patient", []);
    await settled(() => expect(outbox.heldUntil.value).toBeGreaterThanOrEqual(start + 30_000));
    expect(server.received).toHaveLength(1);
    outbox.add(1, "also patient", []);
    outbox.resume();
    await settled(() => expect(server.bodies).toEqual(["patient", "also patient"]));
    expect(Date.now() - start).toBeGreaterThanOrEqual(30_000);
  });

  it("leaves every message waiting, and sends them in their order once the server lets it", async () => {
    const send = server.send.bind(server);
    let [tokens, refilled] = [5, Date.now()];
    const refusals: number[] = [];
    server.send = (message) => {
      tokens = Math.min(5, tokens + ((Date.now() - refilled) / 1000) * 2);
      refilled = Date.now();
      if (tokens < 1) {
        refusals.push(Date.now());
        return Promise.reject(error("rate_limited", 1));
      }
      tokens--;
      return send(message);
    };
    const outbox = openOutbox();
    const seen = new Set<string>();
    outbox.entries.subscribe((entries) => entries.forEach(({ state }) => seen.add(state)));
    const bodies = Array.from({ length: 15 }, (_, index) => `message ${index}`);
    for (const body of bodies) outbox.add(1, body, []);
    await settled(async () => expect(await stored()).toHaveLength(15));
    outbox.resume();
    await settled(() => expect(server.bodies).toEqual(bodies));
    expect([...seen]).toEqual(["pending"]);
    expect(refusals.length).toBeGreaterThan(1);
    const pauses = refusals.slice(1).map((moment, index) => moment - (refusals[index] ?? 0));
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(1_000);
  });

  it("of a lost ack makes no second message", async () => {
    server.lostAcks = 3;
    const outbox = openOutbox();
    outbox.resume();
    outbox.add(1, "once", []);
    await settled(() => expect(outbox.entries.value).toEqual([]));
    expect(server.received).toHaveLength(4);
    expect(server.bodies).toEqual(["once"]);
  });

  it("inside the server is given up after some tries", async () => {
    server.troubles.push(...Array.from({ length: 5 }, () => error("internal")));
    const outbox = openOutbox();
    outbox.resume();
    outbox.add(1, "poison", []);
    outbox.add(1, "fine", []);
    await settled(() => expect(server.bodies).toEqual(["fine"]));
    await settled(() => expect(states(outbox)).toEqual(["poison failed"]));
  });
});

describe("a refusal", () => {
  it.each(["invalid", "conflict", "not_found", "too_large", "forbidden"])(
    "is shown with its reason, and holds up nobody: %s",
    async (code) => {
      server.troubles.push(error(code));
      const outbox = openOutbox();
      outbox.resume();
      outbox.add(1, "refused", []);
      outbox.add(1, "fine", []);
      await settled(() => expect(server.bodies).toEqual(["fine"]));
      await settled(() => expect(states(outbox)).toEqual(["refused failed"]));
      expect(outbox.entries.value[0]?.error).toEqual({ code, message: `It was ${code}.` });
      expect(server.received).toEqual(["refused", "fine"]);
    },
  );

  it("survives a reload, and can be tried again", async () => {
    server.troubles.push(error("forbidden"));
    const outbox = openOutbox();
    outbox.resume();
    outbox.add(1, "refused", []);
    await settled(async () => expect(await stored()).toMatchObject([{ state: "failed" }]));
    const next = openOutbox();
    await next.load();
    next.resume();
    expect(states(next)).toEqual(["refused failed"]);
    const [failed] = next.entries.value;
    next.retry(failed?.client_id ?? "");
    expect(states(next)).toEqual(["refused pending"]);
    await settled(() => expect(server.bodies).toEqual(["refused"]));
    await settled(() => expect(next.entries.value).toEqual([]));
  });

  it("for a conflict is tried again under another id", async () => {
    server.troubles.push(error("conflict"));
    const outbox = openOutbox();
    outbox.resume();
    const { client_id } = outbox.add(1, "twice", []);
    await settled(() => expect(states(outbox)).toEqual(["twice failed"]));
    outbox.retry(client_id);
    await settled(() => expect(server.bodies).toEqual(["twice"]));
    expect(server.room.messages[0]?.client_id).not.toBe(client_id);
  });

  it("can be discarded", async () => {
    server.troubles.push(error("forbidden"));
    const outbox = openOutbox();
    outbox.resume();
    const { client_id } = outbox.add(1, "refused", []);
    await settled(async () => expect(await stored()).toMatchObject([{ state: "failed" }]));
    outbox.discard(client_id);
    await settled(async () => expect(await stored()).toEqual([]));
    expect(outbox.entries.value).toEqual([]);
  });
});

describe("the echo", () => {
  it("that comes before the ack takes the entry out, and the ack changes nothing", async () => {
    const outbox = openOutbox();
    let acknowledge: (message: MessagePayload) => void = () => undefined;
    server.send = () => new Promise((resolve) => (acknowledge = resolve));
    const sending = vi.spyOn(server, "send");
    outbox.resume();
    const { client_id } = outbox.add(1, "hello", []);
    await settled(() => expect(sending).toHaveBeenCalled());
    const message = server.room.post(alice, "hello", client_id);
    outbox.settle(message);
    expect(outbox.entries.value).toMatchObject([{ message: { number: 1 } }]);
    outbox.prune(1, message.version);
    expect(outbox.entries.value).toEqual([]);
    acknowledge(message);
    await settled(async () => expect(await stored()).toEqual([]));
    expect(outbox.entries.value).toEqual([]);
  });

  it("that has not come keeps the acknowledged message in view until the timeline has it", async () => {
    const outbox = openOutbox();
    outbox.resume();
    outbox.add(1, "hello", []);
    vi.spyOn(outbox, "prune").mockImplementation(() => undefined);
    await settled(() => expect(outbox.entries.value).toMatchObject([{ message: { number: 1 } }]));
    vi.restoreAllMocks();
    outbox.prune(1, 0);
    expect(outbox.entries.value).toHaveLength(1);
    outbox.prune(2, 9);
    expect(outbox.entries.value).toHaveLength(1);
    outbox.prune(1, 1);
    expect(outbox.entries.value).toEqual([]);
  });

  it("after a lost connection spares another send", async () => {
    const outbox = openOutbox();
    const { client_id } = outbox.add(1, "hello", []);
    await settled(async () => expect(await stored()).toHaveLength(1));
    outbox.settle(server.room.post(alice, "hello", client_id));
    await settled(async () => expect(await stored()).toEqual([]));
    outbox.resume();
    outbox.add(1, "next", []);
    await settled(() => expect(server.received).toEqual(["next"]));
  });
});

describe("two tabs", () => {
  it("send each message once, in the order of writing", async () => {
    const [one, two] = [openOutbox(), openOutbox()];
    one.resume();
    two.resume();
    for (let index = 0; index < 6; index++) {
      one.add(1, `one ${index}`, []);
      two.add(1, `two ${index}`, []);
    }
    await settled(() => expect(server.bodies).toHaveLength(12));
    await settled(() => expect([one.entries.value, two.entries.value]).toEqual([[], []]));
    expect(server.received).toHaveLength(12);
    expect(server.bodies.filter((body) => body.startsWith("one"))).toEqual(
      Array.from({ length: 6 }, (_, index) => `one ${index}`),
    );
  });

  it("see what the other is waiting to send, and send it when only they are connected", async () => {
    const [offline, online] = [openOutbox(), openOutbox()];
    offline.add(1, "from the other tab", []);
    await settled(() => expect(states(online)).toEqual(["from the other tab pending"]));
    online.resume();
    await settled(() => expect(server.bodies).toEqual(["from the other tab"]));
    await settled(() => expect(offline.entries.value).toEqual([]));
  });

  it("go on when the one that was sending is gone", async () => {
    await database.put("leases", { user: alice.id, owner: "a tab that was closed", expires: Date.now() + 20_000 });
    const outbox = openOutbox();
    outbox.resume();
    outbox.add(1, "after the lease", []);
    await settled(() => expect(server.bodies).toEqual(["after the lease"]));
    await settled(async () => expect(await database.getAll("leases")).toEqual([]));
  });
});

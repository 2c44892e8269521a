import { describe, expect, it } from "vitest";
import type { OutboxEntry } from "../src/net/outbox-entry";
import type { MessagePayload } from "../src/protocol";
import { buildRows, itemOf, type Row } from "../src/state/timeline/rows";
import { FakeRoom, alice, bob } from "./fake-room";

const at = (message: MessagePayload, created_at: Date): MessagePayload => ({
  ...message,
  created_at: created_at.toISOString(),
});

const entry = (change: Partial<OutboxEntry> = {}): OutboxEntry => ({
  user: alice.id,
  room: 1,
  client_id: "00000000-0000-4000-8000-000000000000",
  body: "pending",
  files: [],
  created_at: new Date(2026, 0, 1, 12, 30).toISOString(),
  state: "pending",
  ...change,
});

function outline(rows: Row[]): string[] {
  return rows.map((row) => {
    if (row.kind !== "message") return row.kind;
    return `${row.lead ? `${row.item.author.username}: ` : ""}${row.item.body}`;
  });
}

const build = (messages: MessagePayload[], entries: OutboxEntry[] = [], divider: number | null = null) =>
  buildRows({ messages, entries, me: alice, divider });

describe("rows", () => {
  it("begin a day, and group what one author says in one breath", () => {
    const room = new FakeRoom();
    const noon = (minutes: number, day = 1): Date => new Date(2026, 0, day, 12, minutes);
    const messages = [
      at(room.post(bob, "a"), noon(0)),
      at(room.post(bob, "b"), noon(4)),
      at(room.post(bob, "c"), noon(10)),
      at(room.post(alice, "d"), noon(11)),
      at(room.post(alice, "e"), noon(11, 2)),
    ];
    expect(outline(build(messages))).toEqual(["day", "bob: a", "b", "bob: c", "alice: d", "day", "alice: e"]);
  });

  it("show what is pending below, in place of nothing", () => {
    const room = new FakeRoom();
    const rows = build([room.post(bob, "a")], [entry()]);
    expect(outline(rows).at(-1)).toBe("alice: pending");
  });

  it("keep the place and the key of a message that is sent", () => {
    const room = new FakeRoom();
    const pending = build([], [entry()]);
    const message = room.post(alice, "pending", entry().client_id);
    const acknowledged = build([], [entry({ message })]);
    const echoed = build([message], [entry()]);
    const both = build([message], [entry({ message })]);
    const key = pending.at(-1)?.key;
    for (const rows of [acknowledged, echoed, both]) {
      expect(rows.filter((row) => row.kind === "message").map((row) => row.key)).toEqual([key]);
    }
  });

  it("draw a line above the first message that is new, and none at the very top", () => {
    const room = new FakeRoom();
    const messages = [room.post(bob, "a"), room.post(bob, "b"), room.post(bob, "c")];
    expect(outline(build(messages, [], 2))).toEqual(["day", "bob: a", "b", "new", "bob: c"]);
    expect(outline(build(messages, [], 3))).not.toContain("new");
    expect(outline(build(messages.slice(1), [], 0))).not.toContain("new");
  });

  it("are the same items for the same messages, so that nothing renders twice", () => {
    const message = new FakeRoom().post(bob, "a");
    expect(itemOf(message, alice)).toBe(itemOf(message, alice));
  });

  it("have one heading for answers of a thread where it is shown, and one each elsewhere", () => {
    const room = new FakeRoom();
    const root = room.post(bob, "a");
    const answers = ["b", "c"].map((body) => ({ ...room.post(alice, body), thread: root.number, reply_to: root.number }));
    const messages = [root, ...answers];
    expect(outline(build(messages))).toEqual(["day", "bob: a", "alice: b", "alice: c"]);
    const inThread = buildRows({ messages, entries: [], me: alice, divider: null, thread: root.number });
    expect(outline(inThread)).toEqual(["day", "bob: a", "alice: b", "c"]);
  });

  it("stay in order when this machine's clock is behind", () => {
    const room = new FakeRoom();
    const rows = build([at(room.post(bob, "a"), new Date(2026, 0, 2))], [entry()]);
    expect(outline(rows)).toEqual(["day", "bob: a", "alice: pending"]);
  });
});

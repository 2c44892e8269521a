import { beforeEach, describe, expect, it } from "vitest";
import { commands, perform, readSlash } from "../src/state/slash-commands/slash";
import type { Desk } from "../src/state/slash-commands/command";
import { nearest, slips } from "../src/state/slash-commands/lookup";
import { openChat } from "./fake-chat";
import { header } from "./fake-header";
import { alice } from "./fake-room";
import { FakeSocket } from "./fake-socket";
import { randomOf } from "./random";

describe("what begins with a slash", () => {
  it.each([
    ["/me waves", { kind: "command", name: "me", argument: "waves" }],
    ["/ME  waves \n twice ", { kind: "command", name: "me", argument: "waves \n twice" }],
    ["/help", { kind: "command", name: "help", argument: "" }],
    ["/topic\nfirst", { kind: "command", name: "topic", argument: "first" }],
    ["/usr/bin", { kind: "command", name: "usr/bin", argument: "" }],
    ["/", { kind: "command", name: "", argument: "" }],
    ["//usr/bin", { kind: "text", text: "/usr/bin" }],
    ["///", { kind: "text", text: "//" }],
  ])("%j is read", (text, slash) => expect(readSlash(text)).toEqual(slash));

  it.each(["", "hello", " /me", "1/2", "\n/me"])("%j is something else", (text) => expect(readSlash(text)).toBeNull());

  it("is always a command or a text, whatever follows", () => {
    const random = randomOf(7);
    const pieces = ["/", " ", "\n", "me", "é", "🎉", "\ud83c", "\0", "@"];
    for (let round = 0; round < 5_000; round++) {
      const rest = Array.from({ length: Math.floor(random() * 8) }, () => pieces[Math.floor(random() * pieces.length)] ?? "").join("");
      expect(readSlash(`/${rest}`)).not.toBeNull();
      expect(readSlash(`//${rest}`)).toEqual({ kind: "text", text: `/${rest}` });
    }
  });
});

const ben = { id: 2, username: "ben" };
const between = header({ id: 7, name: "", kind: "direct", members: [alice, ben] });
const told = { user: 1, state: "away", status: null };

const ANSWERS: Record<string, object> = {
  "room:update": { room: header({ id: 1 }) },
  "room:invite": { member: { user: ben, role: "member" } },
  "room:join": { room: header({ id: 5, name: "Design team" }) },
  "room:direct": { room: between },
  "room:mute": { room: header({ id: 1, membership: { role: "member", read_number: 0, mentions: 0, muted: true } }) },
  "away:set": { presence: told },
  "status:set": { presence: told },
};

/** What gives commands, and everything that comes of them. */
function open(connected = true) {
  const socket = new FakeSocket();
  for (const [event, answer] of Object.entries(ANSWERS)) socket.usual.set(event, { ok: true, ...answer });
  const rooms = [header({ id: 1 }), header({ id: 3, name: "Mine" })];
  const chat = openChat(socket, { rooms });
  if (connected) socket.welcome({ user: alice, rooms });
  const done: string[] = [];
  const [room] = chat.rooms.value;
  if (!room) throw new Error("There is no room.");
  const desk: Desk = {
    chat,
    room,
    open: (id) => done.push(`open ${id}`),
    askToLeave: ({ id }) => done.push(`leave ${id}`),
    showHelp: () => done.push("help"),
    fetchPeople: (prefix) => Promise.resolve([ben, alice].filter(({ username }) => username.startsWith(prefix.toLowerCase()))),
    fetchPublicRooms: (prefix) =>
      Promise.resolve("design team".startsWith(prefix.toLowerCase()) ? [{ id: 5, name: "Design team", topic: "", member_count: 1, joined: false }] : []),
  };
  return {
    chat,
    socket,
    room,
    done: () => [...socket.requests.filter(([event]) => !/^(draft|presence:watch)/.test(event)).map(([event, data]) => `${event} ${JSON.stringify(data)}`), ...done],
    give: (text: string) => {
      const slash = readSlash(text);
      if (slash?.kind !== "command") throw new Error("That is no command.");
      return perform(slash.name, slash.argument, desk);
    },
  };
}

beforeEach(() => localStorage.clear());

describe("a command", () => {
  it.each([
    ["/me waves", "/me waves"],
    ["/shrug", String.raw`¯\\\_(ツ)\_/¯`],
    ["/shrug who knows", String.raw`who knows ¯\\\_(ツ)\_/¯`],
  ])("%j is a message, also without a connection", async (text, body) => {
    expect(await open(false).give(text)).toEqual({ kind: "message", body });
  });

  it.each([
    ["/topic Colours", ['room:update {"room":1,"topic":"Colours"}']],
    ["/invite @BEN", ['room:invite {"room":1,"user":2}']],
    ["/invite ben", ['room:invite {"room":1,"user":2}']],
    ["/join #design TEAM", ['room:join {"room":5}', "open 5"]],
    ["/join mine", ["open 3"]],
    ["/mute", ['room:mute {"room":1,"muted":true}']],
    ["/leave", ["leave 1"]],
    ["/msg @ben", ['room:direct {"users":[2]}', "open 7"]],
    ["/away", ['away:set {"away":true}']],
    ["/away at lunch", ['away:set {"away":true}', 'status:set {"text":"at lunch"}']],
    ["/back", ['away:set {"away":false}', 'status:set {}']],
    ["/help", ["help"]],
  ])("%j is done", async (text, done) => {
    const desk = open();
    expect((await desk.give(text)).kind).toBe("done");
    expect(desk.done()).toEqual(done);
  });

  it.each([
    ["/invite @bem", "Nobody here is called @bem. Did you mean @ben?"],
    ["/invite @zoe", "Nobody here is called @zoe."],
    ["/invite", "Say whom to invite: /invite @name"],
    ["/join #desing team", "There is no public room called #desing team. Did you mean #Design team?"],
    ["/msg @alice hello", "That is you. Name somebody else: /msg @name text"],
    ["/topic", "Write what the room is about: /topic text"],
    ["/me", "Write what you are doing: /me waves"],
    ["/topc x", "There is no command /topc. Did you mean /topic? To send this as a message, begin it with two slashes."],
    ["/usr/bin", "There is no such command. To send this as a message, begin it with two slashes."],
  ])("%j is refused with a word of advice", async (text, message) => {
    const desk = open();
    await expect(desk.give(text)).rejects.toThrow(message);
    expect(desk.done()).toEqual([]);
  });

  it("may bring a message along, which is sent as any other", async () => {
    const { chat, give } = open();
    await give("/msg @ben two\nlines");
    expect(chat.outbox.entries.value.map(({ room, body }) => [room, body])).toEqual([[7, "two\nlines"]]);
  });

  it("comes back from away where one is seen as away", async () => {
    const { give, socket } = open();
    await give("/away");
    await give("/away");
    expect(socket.requests.at(-1)).toEqual(["away:set", { away: false }]);
  });

  it("mutes a room, and once more unmutes it", async () => {
    const { give, socket } = open();
    expect(await give("/mute")).toEqual({ kind: "done", told: "This room is muted: only mentions of you show." });
    await give("/mute");
    expect(socket.requests.at(-1)).toEqual(["room:mute", { room: 1, muted: false }]);
  });

  it("that is refused by the server says why, and the text is still there", async () => {
    const { room, give, socket } = open();
    socket.usual.set("room:update", { ok: false, error: { code: "forbidden", message: "Only an owner may." } });
    room.draft.text.value = "/topic x";
    await expect(give("/topic x")).rejects.toThrow("Only an owner may.");
    expect(room.draft.text.value).toBe("/topic x");
  });

  it("that needs a connection says so", async () => {
    for (const { name, write, offline } of commands) {
      if (write || offline) continue;
      const desk = open(false);
      await expect(desk.give(`/${name} @ben`)).rejects.toThrow(`/${name} needs a connection`);
      expect(desk.done()).toEqual([]);
    }
  });
});

describe("a slip of the finger", () => {
  it("is counted in letters", () => {
    expect(slips("ben", "ben")).toBe(0);
    expect(slips("bon", "ben")).toBe(1);
    expect(slips("", "ben")).toBe(3);
    expect(slips("topc", "topic")).toBe(1);
  });

  it("is not seen in what is quite different, or too short to tell", () => {
    expect(nearest("bem", ["ada", "ben"])).toBe("ben");
    expect(nearest("zoe", ["ada", "carl"])).toBeNull();
    expect(nearest("x", ["y"])).toBeNull();
  });
});

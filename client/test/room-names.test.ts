import { beforeEach, describe, expect, it } from "vitest";
import type { OwnRoomPayload } from "../src/protocol";
import { Draft } from "../src/state/drafts/draft";
import { jumpTo, metAlone } from "../src/state/rooms/jump";
import { Room } from "../src/state/rooms/room";
import { DraftStorage } from "../src/state/drafts/saved-draft";
import { firstOf, sections } from "../src/state/rooms/sections";
import { mention, title } from "../src/state/rooms/title";
import { limits } from "./fake-chat";
import { direct, header } from "./fake-header";
import { alice, bob } from "./fake-room";

const chen = { id: 3, username: "chen" };

function roomOf(payload: OwnRoomPayload): Room {
  const upload = () => ({ finished: new Promise<never>(() => undefined), abort: () => undefined });
  return new Room(payload, new Draft(limits, new DraftStorage(alice.id, payload.id), upload, () => undefined), alice);
}

const names = (rooms: readonly Room[]): string[] => rooms.map((room) => room.title.value);

beforeEach(() => localStorage.clear());

describe("what a room is called", () => {
  it.each([
    [header({ id: 1, name: "general" }), "general", "#general"],
    [header({ id: 1, name: "Design", kind: "private" }), "Design", "Design"],
    [direct(1, [alice, bob]), "bob", "bob"],
    [direct(1, [bob, alice, chen]), "bob, chen", "bob, chen"],
    [direct(1, [alice]), "alice", "alice"],
  ])("%#", (room, shown, said) => {
    expect(title(room, alice)).toBe(shown);
    expect(mention(room, alice)).toBe(said);
  });
});

describe("the list of rooms", () => {
  const rooms = [
    header({ id: 1, name: "Zoo" }),
    header({ id: 2, name: "room 10" }),
    header({ id: 3, name: "Room 2", kind: "private" }),
    header({ id: 4, name: "Old", archived: true }),
    direct(5, [alice, chen]),
    direct(6, [alice, bob, chen]),
  ].map(roomOf);

  it("has kinds apart, each by name as people count, and archived rooms at the end", () => {
    const { rooms: own, direct: talks, archived } = sections(rooms);
    expect([names(own), names(talks), names(archived)]).toEqual([["Room 2", "room 10", "Zoo"], ["bob, chen", "chen"], ["Old"]]);
  });

  it("does not move for a message", () => {
    const before = sections(rooms);
    rooms[0]?.note({ last_number: 9 }, false);
    expect(sections(rooms)).toEqual(before);
  });

  it("opens with its first room; an archived one is the last resort", () => {
    expect(firstOf(rooms)?.id).toBe(3);
    expect(firstOf(rooms.slice(3, 5))?.id).toBe(5);
    expect(firstOf(rooms.slice(3, 4))?.id).toBe(4);
    expect(firstOf([])).toBeUndefined();
  });
});

describe("jumping", () => {
  const rooms = [
    header({ id: 1, name: "general" }),
    header({ id: 2, name: "Interior design" }),
    header({ id: 3, name: "Design" }),
    header({ id: 4, name: "Redesign" }),
    header({ id: 5, name: "Design of 2020", archived: true }),
    direct(6, [alice, bob]),
  ].map(roomOf);

  it("finds the beginning of a name first, then that of a word, then any part", () => {
    expect(names(jumpTo(rooms, "design"))).toEqual(["Design", "Design of 2020", "Interior design", "Redesign"]);
  });

  it.each([["#GEN", ["general"]], ["@bo", ["bob"]], ["  ", 6], ["nothing", []]])("takes %j", (query, found) => {
    const shown = names(jumpTo(rooms, query));
    expect(typeof found === "number" ? shown.length : shown).toEqual(found);
  });

  it("offers what is new first while nothing is typed, and archived rooms last", () => {
    rooms[1]?.note({ last_number: 5 }, false);
    const shown = names(jumpTo(rooms, ""));
    expect([shown[0], shown.at(-1)]).toEqual(["Interior design", "Design of 2020"]);
  });

  it("of five hundred rooms shows a few", () => {
    const many = Array.from({ length: 500 }, (_, index) => roomOf(header({ id: index + 1 })));
    expect(jumpTo(many, "room").length).toBe(20);
  });

  it("knows with whom there is a conversation between the two", () => {
    expect([...metAlone([...rooms, roomOf(direct(7, [alice, bob, chen]))])].sort()).toEqual([1, 2]);
  });
});

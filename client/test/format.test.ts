import { describe, expect, it } from "vitest";
import { backoff } from "../src/net/backoff";
import { uuid } from "../src/net/uuid";
import { dayOf, formatCount, formatDay, formatShortTime, formatSize, isSoonAfter } from "../src/state/format";

describe("days", () => {
  const now = new Date(2026, 2, 10, 12);

  it.each([
    [new Date(2026, 2, 10, 0, 1), "Today"],
    [new Date(2026, 2, 9, 23, 59), "Yesterday"],
    [new Date(2026, 2, 8, 12), "Sunday, March 8"],
    [new Date(2025, 11, 31, 12), "Wednesday, December 31, 2025"],
  ])("%s", (moment, text) => {
    expect(formatDay(moment, now)).toBe(text);
  });

  it("follow each other, whatever the clocks do", () => {
    for (let day = 1; day < 400; day++) {
      expect(dayOf(new Date(2026, 0, day + 1, 1)) - dayOf(new Date(2026, 0, day, 23))).toBe(1);
    }
  });
});

describe("sizes and counts", () => {
  it.each([
    [0, "0 byte"],
    [999, "999 byte"],
    [1_500, "1.5 kB"],
    [130_000_000, "130 MB"],
    [100_000_000, "100 MB"],
    [2_500_000_000, "2.5 GB"],
  ])("%d bytes", (bytes, text) => {
    expect(formatSize(bytes)).toMatch(new RegExp(`^${text}s?$`));
  });

  it("have plurals", () => {
    expect(formatCount(1, "file", "files")).toBe("1 file");
    expect(formatCount(1200, "file", "files")).toBe("1,200 files");
  });
});

it("a time where there is little room goes without AM and PM", () => {
  expect(formatShortTime(new Date(2026, 0, 1, 9, 5))).toBe("9:05");
});

it("five minutes end what is said in one breath", () => {
  const start = new Date(2026, 0, 1, 12);
  expect(isSoonAfter(start, new Date(start.getTime() + 299_000))).toBe(true);
  expect(isSoonAfter(start, new Date(start.getTime() + 300_000))).toBe(false);
});

it("a backoff grows, is jittered, and ends", () => {
  expect(backoff(0, () => 0)).toBe(250);
  expect(backoff(0, () => 1)).toBe(500);
  expect(backoff(3, () => 1)).toBe(4_000);
  expect(backoff(100, () => 1)).toBe(30_000);
});

it("a client id is a UUID, in contexts without crypto.randomUUID too", () => {
  const ids = new Set(Array.from({ length: 1000 }, uuid));
  expect(ids.size).toBe(1000);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

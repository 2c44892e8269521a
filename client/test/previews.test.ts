import { beforeEach, expect, it, vi } from "vitest";
import { Attachments } from "../src/state/drafts/attachments";
import { sourceOf } from "../src/state/drafts/previews";
import type { FilePayload } from "../src/protocol";

const limits = { body: 100, files_per_message: 30, file_bytes: 1_000, room_name: 64, topic: 500, direct_members: 10 };
const held = new Set<string>();
let made = 0;

beforeEach(() => {
  held.clear();
  vi.spyOn(URL, "createObjectURL").mockImplementation(() => {
    const url = `blob:${made++}`;
    held.add(url);
    return url;
  });
  vi.spyOn(URL, "revokeObjectURL").mockImplementation((url) => void held.delete(url));
});

const payload = (name: string): FilePayload => ({
  id: `id-${name}`,
  name,
  type: "image/png",
  kind: "image",
  size: 4,
  width: 1,
  height: 1,
  url: `/files/id-${name}`,
});

const open = (): Attachments =>
  new Attachments(limits, (file) => ({ finished: Promise.resolve(payload(file.name)), abort: () => undefined }));

/** Chooses pictures, and waits until they are uploaded. */
async function chosen(...names: string[]): Promise<Attachments> {
  const attachments = open();
  attachments.add(names.map((name) => new File(["text"], name, { type: "image/png" })));
  await vi.waitFor(() => expect(attachments.payloads).toHaveLength(names.length));
  return attachments;
}

it("the preview of a picture that is taken out is let go", async () => {
  const attachments = await chosen("a", "b");
  expect(held.size).toBe(2);
  const [first, second] = attachments.list.value;
  attachments.remove(first?.id ?? "");
  expect([...held]).toEqual([second?.preview]);
  expect(sourceOf(payload("a"))).toBe("/files/id-a");
});

it("a picture that is sent is shown from memory", async () => {
  const attachments = await chosen("sent");
  const preview = attachments.list.value[0]?.preview ?? "";
  attachments.clear();
  expect(held.has(preview)).toBe(true);
  expect(sourceOf(payload("sent"))).toBe(preview);
});

it("those that were sent long before are let go, and shown from the server", async () => {
  const names = Array.from({ length: 25 }, (_, index) => `picture ${index}`);
  for (const name of names) (await chosen(name)).clear();
  expect(held.size).toBe(20);
  const sources = names.map((name) => sourceOf(payload(name)));
  expect(sources.slice(0, 5)).toEqual(names.slice(0, 5).map((name) => payload(name).url));
  expect(new Set(sources.slice(5))).toEqual(held);
});

it("a picture that was put back is the server's, with nothing to let go of", () => {
  const attachments = open();
  attachments.restore([payload("restored")]);
  attachments.clear();
  expect(sourceOf(payload("restored"))).toBe("/files/id-restored");
});

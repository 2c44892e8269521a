import { beforeEach, describe, expect, it, vi } from "vitest";
import { RequestError } from "../src/net/errors";
import type { FilePayload } from "../src/protocol";
import { Draft, cleanBody, lengthOf } from "../src/state/drafts/draft";
import { DraftStorage, forgetDrafts } from "../src/state/drafts/saved-draft";
import { FakeRoom, alice } from "./fake-room";

const limits = { body: 100, files_per_message: 3, file_bytes: 1_000_000, room_name: 64, topic: 500, direct_members: 10 };

/** Uploads that end when the test says so. */
class FakeUploads {
  readonly running: { file: File; finish: () => void; fail: (code: string) => void; aborted: boolean }[] = [];

  readonly start = (file: File) => {
    const running = { file, finish: () => undefined, fail: () => undefined, aborted: false } as {
      file: File;
      finish: () => void;
      fail: (code: string) => void;
      aborted: boolean;
    };
    const finished = new Promise<FilePayload>((resolve, reject) => {
      running.finish = () => resolve(payload(file.name));
      running.fail = (code) => reject(new RequestError({ code, message: `It was ${code}.` }));
    });
    this.running.push(running);
    return { finished, abort: () => (running.aborted = true) };
  };
}

const payload = (name: string): FilePayload => ({
  id: `id-${name}`,
  name,
  type: "text/plain",
  kind: "file",
  size: 4,
  width: null,
  height: null,
  url: `/files/id-${name}`,
});

const file = (name: string): File => new File(["text"], name, { type: "text/plain" });

let uploads: FakeUploads;
const send = vi.fn<() => void>();

beforeEach(() => {
  localStorage.clear();
  uploads = new FakeUploads();
  send.mockReset();
});

const open = (user = alice.id, room = 1): Draft =>
  new Draft(limits, new DraftStorage(user, room), uploads.start, send);

describe("the text", () => {
  it("survives a reload, for its own room and user", () => {
    open().text.value = "half a thought";
    expect(open().text.value).toBe("half a thought");
    expect(open(alice.id, 2).text.value).toBe("");
    expect(open(2).text.value).toBe("");
  });

  it("is forgotten once it is sent", () => {
    const draft = open();
    draft.text.value = "said";
    draft.clear();
    expect(open().text.value).toBe("");
    expect(localStorage.length).toBe(0);
  });

  it("loses the blank lines around it, and what the server cannot store", () => {
    expect(cleanBody("\n  \n  indented\n\nmore \n\n")).toBe("  indented\n\nmore");
    expect(cleanBody("a\0b\ud800c")).toBe("ab\ufffdc");
    expect(cleanBody("🎉")).toBe("🎉");
  });

  it("is counted in characters, as the server counts", () => {
    expect(lengthOf("🎉🎉")).toBe(2);
    const draft = open();
    draft.text.value = "🎉".repeat(100);
    expect(draft.objection).toBeNull();
    expect(draft.left).toBe(0);
    draft.text.value = "🎉".repeat(103);
    expect(draft.objection).toContain("too long by 3");
  });

  it("says nothing of the limit while it is far", () => {
    const draft = open();
    draft.text.value = "x".repeat(50);
    expect(draft.left).toBeNull();
  });
});

describe("on a machine that several people use", () => {
  it("what others left unsent can be removed, or what everybody did", () => {
    for (const user of [1, 12]) open(user).text.value = "unsent";
    localStorage.setItem("something:else", "kept");
    forgetDrafts(1);
    expect(open(1).text.value).toBe("unsent");
    expect(open(12).text.value).toBe("");
    forgetDrafts();
    expect(open(1).text.value).toBe("");
    expect(Object.keys(localStorage)).toEqual(["something:else"]);
  });
});

describe("editing", () => {
  it("puts the unsent text aside, and gives it back", () => {
    const draft = open();
    draft.text.value = "unsent";
    draft.edit(new FakeRoom().post(alice, "sent"));
    expect(draft.text.value).toBe("sent");
    expect(open().text.value).toBe("unsent");
    draft.stopEditing();
    expect(draft.text.value).toBe("unsent");
  });
});

describe("files", () => {
  it("are uploaded as they are chosen, and their message waits for them", async () => {
    const draft = open();
    draft.attach([file("a"), file("b")]);
    draft.queued.value = true;
    uploads.running[0]?.finish();
    await vi.waitFor(() => expect(draft.attachments.payloads).toHaveLength(1));
    expect(send).not.toHaveBeenCalled();
    uploads.running[1]?.finish();
    await vi.waitFor(() => expect(send).toHaveBeenCalledOnce());
    expect(draft.attachments.payloads.map(({ name }) => name)).toEqual(["a", "b"]);
  });

  it("that fail hold the message back, and say why", async () => {
    const draft = open();
    draft.attach([file("a")]);
    draft.queued.value = true;
    uploads.running[0]?.fail("network");
    await vi.waitFor(() => expect(draft.queued.value).toBe(false));
    expect(send).not.toHaveBeenCalled();
    expect(draft.objection).toBe("Try the file that failed again, or remove it.");
    const [failed] = draft.attachments.list.value;
    expect(failed).toMatchObject({ state: "failed", error: "It was network.", mayRetry: true });
    draft.attachments.retry(failed?.id ?? "");
    uploads.running[1]?.finish();
    await vi.waitFor(() => expect(draft.attachments.payloads).toHaveLength(1));
    expect(draft.objection).toBeNull();
  });

  it("that are too large are refused without an upload", () => {
    const draft = open();
    const large = file("large");
    Object.defineProperty(large, "size", { value: 1_300_000 });
    draft.attach([large]);
    expect(draft.attachments.list.value).toMatchObject([
      { state: "failed", error: "File is 1.3 MB; the limit is 1 MB", mayRetry: false },
    ]);
    expect(draft.objection).toBe("Remove the file that failed.");
    expect(uploads.running).toEqual([]);
  });

  it("beyond the limit are left out, and that is said", () => {
    const draft = open();
    draft.attach(["a", "b", "c", "d", "e"].map(file));
    expect(draft.attachments.list.value).toHaveLength(3);
    expect(draft.notice.value).toBe("A message can carry 3 files. 2 files were left out.");
  });

  it("that are removed stop uploading, and make room", () => {
    const draft = open();
    draft.attach([file("a")]);
    draft.attachments.remove(draft.attachments.list.value[0]?.id ?? "");
    expect(uploads.running[0]?.aborted).toBe(true);
    expect(draft.attachments.list.value).toEqual([]);
  });

  it("that are removed make a message that waited for them a draft again", async () => {
    const draft = open();
    draft.text.value = "with two files";
    draft.attach([file("a"), file("b")]);
    draft.queued.value = true;
    draft.detach(draft.attachments.list.value[0]?.id ?? "");
    uploads.running[1]?.finish();
    await vi.waitFor(() => expect(draft.attachments.payloads).toHaveLength(1));
    expect(draft.queued.value).toBe(false);
    expect(send).not.toHaveBeenCalled();
    expect(draft.text.value).toBe("with two files");
  });

  it("that broke off are uploaded when there is a connection again, and those that were refused are not", async () => {
    const draft = open();
    draft.attach([file("a"), file("b")]);
    draft.queued.value = true;
    uploads.running[0]?.fail("network");
    uploads.running[1]?.fail("invalid");
    await vi.waitFor(() => expect(draft.notice.value).toBe("Remove the files that failed."));
    draft.reconnected();
    expect(draft.notice.value).toBeNull();
    expect(draft.attachments.list.value.map(({ state }) => state)).toEqual(["uploading", "failed"]);
    uploads.running[2]?.finish();
    await vi.waitFor(() => expect(draft.attachments.payloads).toEqual([payload("a")]));
  });

  it("that are uploaded survive a reload", async () => {
    const draft = open();
    draft.attach([file("a")]);
    uploads.running[0]?.finish();
    await vi.waitFor(() => expect(draft.attachments.payloads).toHaveLength(1));
    expect(open().attachments.payloads).toEqual([payload("a")]);
  });
});

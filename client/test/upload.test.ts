import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { whoAmI } from "../src/net/api";
import { csrfToken } from "../src/net/session";
import { uploader } from "../src/net/upload";
import { alice, bob } from "./fake-room";

/** Stands in place of the browser's, and answers when the test says so. */
class FakeRequest {
  static readonly all: FakeRequest[] = [];
  readonly upload: { onprogress?: (event: unknown) => void } = {};
  readonly headers: Record<string, string> = {};
  status = 0;
  response: unknown = null;
  aborted = false;
  onload?: () => void;
  onabort?: () => void;

  constructor() {
    FakeRequest.all.push(this);
  }

  open(): void {
    // Nothing is sent anywhere.
  }

  send(): void {
    // Nothing is sent anywhere.
  }

  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value;
  }

  abort(): void {
    this.aborted = true;
    this.onabort?.();
  }

  answer(status: number, response: unknown): void {
    this.status = status;
    this.response = response;
    this.onload?.();
  }
}

const file = new File(["text"], "notes.txt", { type: "text/plain" });
const stored = { file: { id: "abc", name: "notes.txt" } };
const expired = { error: { code: "bad_request", message: "This page has expired." } };
const requests = FakeRequest.all;
const upload = uploader(async () => (await whoAmI(alice.id))?.id === alice.id);
const fetching = vi.fn<() => Promise<Response>>();

/** The server says who is logged in, with a token. */
const me = (user = alice, csrf_token = "fresh") => Promise.resolve(Response.json({ user, csrf_token }));

beforeEach(() => {
  requests.length = 0;
  document.head.innerHTML = '<meta name="csrf-token" content="of the page">';
  fetching.mockReset().mockImplementation(() => me());
  vi.stubGlobal("XMLHttpRequest", FakeRequest);
  vi.stubGlobal("fetch", fetching);
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

describe("the token", () => {
  it("is the page's, until the same user gets another one", async () => {
    expect(csrfToken()).toBe("of the page");
    fetching.mockImplementation(() => me(bob, "not for this page"));
    await whoAmI(alice.id);
    expect(csrfToken()).toBe("of the page");
    fetching.mockImplementation(() => me(alice, "fresh"));
    await whoAmI(alice.id);
    expect(csrfToken()).toBe("fresh");
  });
});

describe("an upload", () => {
  it("ends with the file as the server stored it", async () => {
    const { finished } = upload(file, () => undefined);
    requests[0]?.answer(201, stored);
    await expect(finished).resolves.toEqual(stored.file);
    expect(fetching).not.toHaveBeenCalled();
  });

  it("whose token is dead is sent once more with another", async () => {
    fetching.mockImplementation(() => me(alice, "fresher"));
    const { finished } = upload(file, () => undefined);
    requests[0]?.answer(400, expired);
    await vi.waitFor(() => expect(requests).toHaveLength(2));
    expect(requests.map(({ headers }) => headers["X-CSRFToken"])).toEqual(["fresh", "fresher"]);
    requests[1]?.answer(201, stored);
    await expect(finished).resolves.toEqual(stored.file);
  });

  it("that is refused with a new token too has failed", async () => {
    const { finished } = upload(file, () => undefined);
    requests[0]?.answer(400, expired);
    await vi.waitFor(() => expect(requests).toHaveLength(2));
    requests[1]?.answer(400, expired);
    await expect(finished).rejects.toMatchObject({ code: "bad_request" });
    expect(requests).toHaveLength(2);
  });

  it("is never sent in the name of another user", async () => {
    fetching.mockImplementation(() => me(bob));
    const { finished } = upload(file, () => undefined);
    requests[0]?.answer(400, expired);
    await expect(finished).rejects.toMatchObject({ code: "bad_request" });
    expect(requests).toHaveLength(1);
  });

  it("that is refused for another reason is not sent again", async () => {
    const { finished } = upload(file, () => undefined);
    requests[0]?.answer(413, { error: { code: "too_large", message: "Too large." } });
    await expect(finished).rejects.toMatchObject({ code: "too_large" });
    expect(fetching).not.toHaveBeenCalled();
  });

  it("can be cancelled at every step", async () => {
    const first = upload(file, () => undefined);
    first.abort();
    await expect(first.finished).rejects.toMatchObject({ code: "aborted" });

    const second = upload(file, () => undefined);
    requests[1]?.answer(400, expired);
    second.abort();
    await expect(second.finished).rejects.toMatchObject({ code: "aborted" });
    expect(requests).toHaveLength(2);

    const third = upload(file, () => undefined);
    requests[2]?.answer(400, expired);
    await vi.waitFor(() => expect(requests).toHaveLength(4));
    third.abort();
    await expect(third.finished).rejects.toMatchObject({ code: "aborted" });
    expect(requests[3]?.aborted).toBe(true);
  });
});

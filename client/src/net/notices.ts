import type { MessagePayload } from "../protocol";

/** What the tabs of one user tell each other about the outbox they share. */
export type Notice = { kind: "changed" } | { kind: "sent"; message: MessagePayload };

/** A way to the other tabs. */
export interface Notices {
  post(notice: Notice): void;
  listen(listener: (notice: Notice) => void): void;
}

/** Between the tabs of a browser. */
export function tabNotices(user: number): Notices {
  const channel = new BroadcastChannel(`chatroom:outbox:${user}`);
  return {
    post: (notice) => channel.postMessage(notice),
    listen: (listener) => {
      channel.onmessage = (event: MessageEvent<Notice>) => listener(event.data);
    },
  };
}

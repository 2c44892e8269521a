import type { FilePayload, MessagePayload } from "../protocol";
import type { ErrorPayload } from "./errors";

/** A message that its author sent and the server has not acknowledged. */
export interface OutboxEntry {
  /** Its place in the queue; set by the store. */
  sequence?: number;
  user: number;
  room: number;
  client_id: string;
  body: string;
  files: FilePayload[];
  /** The number of the message that it answers. Entries of earlier versions do not say. */
  reply_to?: number | null;
  created_at: string;
  state: "pending" | "failed";
  /** Why it failed for good. */
  error?: ErrorPayload;
  /** What the server made of it. The entry stays in view until the timeline has caught up with that. */
  message?: MessagePayload;
}

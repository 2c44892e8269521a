import type { MessagePayload } from "../../protocol";
import { plainText } from "../markdown/markdown";

/** Looked at of a long text: parsing all of it for a line would be waste. */
const SOURCE_MAX = 400;

/** What a message says, in one line. */
export function excerpt({ body, deleted, files }: MessagePayload): string {
  if (deleted) return "Message deleted";
  const text = plainText(body.slice(0, SOURCE_MAX)).replace(/\s+/g, " ").trim();
  return text || files.map(({ name }) => name).join(", ");
}

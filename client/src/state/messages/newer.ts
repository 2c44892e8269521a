import type { MessagePayload } from "../../protocol";

/** A list of messages with one of them as it is by now, where that is news. */
export function withNewer(messages: readonly MessagePayload[], message: MessagePayload): readonly MessagePayload[] {
  const at = messages.findIndex(({ room, number }) => room === message.room && number === message.number);
  const held = messages[at];
  return held && message.version > held.version ? messages.with(at, message) : messages;
}

import type { MessagePayload, UserPayload } from "../../protocol";

/** Whether a message of somebody else mentions the reader, or everybody. */
export const mentionsMe = ({ author, everyone, mentions }: MessagePayload, me: UserPayload): boolean =>
  author.id !== me.id && (everyone !== null || mentions.some(({ id }) => id === me.id));

import type { MessagePayload, ReactionPayload } from "../../protocol";
import type { Chat } from "../../state/chat";

/** Whether somebody is among those who gave a reaction. */
export const isGivenBy = ({ users }: ReactionPayload, user: number): boolean => users.includes(user);

/** Gives a reaction to a message, or takes it back. */
export function toggleReaction(chat: Chat, message: MessagePayload, emoji: string): void {
  const given = message.reactions.some((reaction) => reaction.emoji === emoji && isGivenBy(reaction, chat.me.id));
  void chat.toast.attempt(chat.commands.react(message, emoji, !given));
}

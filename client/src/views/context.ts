import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Chat } from "../state/chat";

export const ChatContext = createContext<Chat | null>(null);

/** The state of the page. */
export function useChat(): Chat {
  const chat = useContext(ChatContext);
  if (!chat) throw new Error("There is no chat around this component.");
  return chat;
}

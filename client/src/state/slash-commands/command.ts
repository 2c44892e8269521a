import type { ListedRoomPayload, UserPayload } from "../../protocol";
import type { Chat } from "../chat";
import type { Room } from "../rooms/room";

/** What a command works with. */
export interface Desk {
  chat: Chat;
  /** Where it was written. */
  room: Room;
  /** Shows another room. */
  open: (room: number) => void;
  /** Asks whether the room is to be left, and has it left. */
  askToLeave: (room: Room) => void;
  showHelp: () => void;
  fetchPeople: (prefix: string) => Promise<readonly UserPayload[]>;
  fetchPublicRooms: (prefix: string) => Promise<readonly ListedRoomPayload[]>;
}

/** Something to write behind a slash instead of a message. */
export interface Command {
  readonly name: string;
  /** What is written behind it. */
  readonly usage: string;
  readonly help: string;
  /** The message that it stands for, which is sent like any other. */
  readonly write?: (argument: string) => string;
  /** What it does; answers what to tell who gave it, where that does not show by itself. */
  readonly run?: (desk: Desk, argument: string) => Promise<string | null>;
  /** Works without a connection. */
  readonly offline?: boolean;
}

/** A command that cannot be done as it was written, with a sentence for who wrote it. */
export class CommandError extends Error {}

/** What a command was given, which it cannot do without. */
export function required(argument: string, otherwise: string): string {
  if (argument === "") throw new CommandError(otherwise);
  return argument;
}

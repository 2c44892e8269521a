import { explain } from "../../net/errors";
import { CommandError, type Command, type Desk } from "./command";
import { nearest } from "./lookup";
import { peopleCommands } from "./people";
import { roomCommands } from "./rooms";
import { textCommands } from "./texts";

/** What somebody wrote that begins with a slash: a command, or text that only looks like one. */
type Slash = { kind: "command"; name: string; argument: string } | { kind: "text"; text: string };

/** What came of a command: a message to send, or a word about what was done. */
type Outcome = { kind: "message"; body: string } | { kind: "done"; told: string | null };

const help: Command = {
  name: "help",
  usage: "",
  help: "List what can be written behind a slash",
  offline: true,
  run: (desk) => {
    desk.showHelp();
    return Promise.resolve(null);
  },
};

/** Every command, in the order of the list of them. */
export const commands: readonly Command[] = [...textCommands, ...roomCommands, ...peopleCommands, help];

/** How a command is written: "/msg @name text". */
export const usageOf = ({ name, usage }: Command): string => `/${name} ${usage}`.trimEnd();

/** Reads a text that begins with a slash; null for all others. Two slashes stand for one that is meant as text. */
export function readSlash(text: string): Slash | null {
  if (!text.startsWith("/")) return null;
  if (text.startsWith("//")) return { kind: "text", text: text.slice(1) };
  const [, name = "", argument = ""] = /^\/(\S*)\s*([^]*)$/.exec(text) ?? [];
  return { kind: "command", name: name.toLowerCase(), argument: argument.trimEnd() };
}

/** The command of a name. Fails with a sentence about what else may have been meant. */
function named(name: string): Command {
  const command = commands.find((other) => other.name === name);
  if (command) return command;
  const asText = "To send this as a message, begin it with two slashes.";
  if (name === "" || name.includes("/")) throw new CommandError(`There is no such command. ${asText}`);
  const guess = nearest(name, commands.map((other) => other.name));
  const advice = guess ? `Did you mean /${guess}?` : "/help lists those that there are.";
  throw new CommandError(`There is no command /${name}. ${advice} ${asText}`);
}

/** Does what a command says. Fails with a `CommandError`, whatever went wrong. */
export async function perform(name: string, argument: string, desk: Desk): Promise<Outcome> {
  const command = named(name);
  if (command.write) return { kind: "message", body: command.write(argument) };
  if (!command.offline && desk.chat.status.value !== "connected") {
    throw new CommandError(`/${name} needs a connection to the server. Try again when there is one.`);
  }
  try {
    return { kind: "done", told: (await command.run?.(desk, argument)) ?? null };
  } catch (error) {
    throw error instanceof CommandError ? error : new CommandError(explain(error));
  }
}

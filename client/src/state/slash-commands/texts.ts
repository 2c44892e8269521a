import { required, type Command } from "./command";

// Written so that it comes out of Markdown as it should: ¯\_(ツ)_/¯
const SHRUG = String.raw`¯\\\_(ツ)\_/¯`;

const me: Command = {
  name: "me",
  usage: "text",
  help: "Say what you are doing",
  write: (argument) => `/me ${required(argument, "Write what you are doing: /me waves")}`,
};

const shrug: Command = {
  name: "shrug",
  usage: "[text]",
  help: "Shrug, behind a text if there is one",
  write: (argument) => (argument === "" ? SHRUG : `${argument} ${SHRUG}`),
};

/** Those that stand for a message. */
export const textCommands: readonly Command[] = [me, shrug];

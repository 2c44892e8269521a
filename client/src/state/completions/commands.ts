import { commands, usageOf } from "../slash-commands/slash";
import type { Option } from "./completion";
import type { Source } from "./source";

const options: readonly Option[] = commands.map((command) => ({
  key: command.name,
  text: `/${command.name}`,
  label: usageOf(command),
  detail: command.help,
}));

/** The commands, by the beginning of their names. All of them, because it is also how they are learnt. */
export const commandSource: Source = {
  options: (query) => options.filter(({ key }) => key.startsWith(query.toLowerCase())),
};

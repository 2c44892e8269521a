import { CommandError, required, type Command } from "./command";
import { person } from "./lookup";

const msg: Command = {
  name: "msg",
  usage: "@name text",
  help: "Open the conversation with somebody, and say something there",
  run: async (desk, argument) => {
    const [, name = "", text = ""] = /^(\S+)\s*([^]*)$/.exec(argument) ?? [];
    const user = await person(desk, required(name, "Say with whom to talk: /msg @name text"));
    if (user.id === desk.chat.me.id) throw new CommandError("That is you. Name somebody else: /msg @name text");
    const room = await desk.chat.membership.direct([user.id]);
    if (text !== "") desk.chat.outbox.add(room, text, []);
    desk.open(room);
    return null;
  },
};

const away: Command = {
  name: "away",
  usage: "[text]",
  help: "Show that you are away, and why; without a text, once more to come back",
  run: async ({ chat: { presence } }, argument) => {
    if (argument === "" && presence.own.value?.state === "away") {
      await presence.setAway(false);
      return "You are shown as here again.";
    }
    await presence.setAway(true);
    if (argument !== "") await presence.setStatus({ text: argument });
    return "You are shown as away. Come back with /back.";
  },
};

const back: Command = {
  name: "back",
  usage: "",
  help: "Show that you are here again, without a status",
  run: async ({ chat: { presence } }) => {
    await presence.setAway(false);
    await presence.setStatus({});
    return "You are shown as here again.";
  },
};

/** What can be done about people, oneself among them. */
export const peopleCommands: readonly Command[] = [msg, away, back];

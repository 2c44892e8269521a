import { CommandError, required, type Command } from "./command";
import { person, publicRoom } from "./lookup";
import { nameKey } from "../names";
import { toggleMuted } from "../rooms/muting";

const topic: Command = {
  name: "topic",
  usage: "text",
  help: "Say what this room is about",
  run: async ({ chat, room }, argument) => {
    const text = required(argument, "Write what the room is about: /topic text");
    await chat.membership.update({ room: room.id, topic: text });
    return "The topic is changed.";
  },
};

const invite: Command = {
  name: "invite",
  usage: "@name",
  help: "Make somebody a member of this room",
  run: async (desk, argument) => {
    const user = await person(desk, required(argument, "Say whom to invite: /invite @name"));
    await desk.chat.membership.invite(desk.room.id, user.id);
    return `@${user.username} is in this room now.`;
  },
};

const join: Command = {
  name: "join",
  usage: "#room",
  help: "Go to a public room, and become a member of it",
  run: async (desk, argument) => {
    const name = required(argument, "Say which room to join: /join #room").replace(/^#/, "");
    const mine = desk.chat.rooms.value.find(({ kind, header }) => kind !== "direct" && nameKey(header.value.name) === nameKey(name));
    desk.open(mine ? mine.id : await desk.chat.membership.join((await publicRoom(desk, name)).id));
    return null;
  },
};

const mute: Command = {
  name: "mute",
  usage: "",
  help: "Show nothing new of this room but mentions of you; once more to show everything again",
  run: ({ chat, room }) => toggleMuted(chat, room),
};

const leave: Command = {
  name: "leave",
  usage: "",
  help: "Leave this room",
  run: ({ room, askToLeave }) => {
    if (room.kind === "direct") return Promise.reject(new CommandError("A direct conversation cannot be left."));
    askToLeave(room);
    return Promise.resolve(null);
  },
};

/** What can be done about rooms. */
export const roomCommands: readonly Command[] = [topic, invite, join, mute, leave];

import "./styles";
import { render } from "preact";
import { fetchPage, whoAmI } from "./net/api";
import { Connection } from "./net/connection";
import { openDatabase } from "./net/database";
import { exclusive } from "./net/lock";
import { tabNotices } from "./net/notices";
import { Outbox } from "./net/outbox";
import { DatabaseStore, MemoryStore } from "./net/outbox-store";
import { goToLogin } from "./net/session";
import { openSocket } from "./net/socket";
import { SturdyStore } from "./net/sturdy-store";
import { uploader } from "./net/upload";
import { readBoot } from "./state/boot";
import { Chat } from "./state/chat";
import { Idle } from "./state/people/idle";
import { forgetDrafts } from "./state/drafts/saved-draft";
import { App } from "./views/app";
import { followHistory } from "./views/navigation";
import { watchActivity, watchPage } from "./views/page";
import { watchReadingKeys } from "./views/reading/reading-keys";

const boot = readBoot(document);
const user = boot.user.id;
// A machine that several people use: what the one before left unsent is not for the next to find.
forgetDrafts(user);
// Not awaited: the page shows what it carries without waiting for a disk.
const opening = openDatabase();

const connection = new Connection(openSocket(), boot.user, {
  whoAmI: () => whoAmI(user),
  onSessionLost: (other) => (other ? location.reload() : goToLogin()),
});
const outbox = new Outbox({
  user,
  store: new SturdyStore(
    opening.then((database) => (database ? new DatabaseStore(database, user) : new MemoryStore())),
  ),
  exclusive: exclusive(opening, user),
  notices: tabNotices(user),
  send: async (message) => (await connection.request("message:send", message)).message,
  onSent: (message) => chat.receive(message),
});
const chat = new Chat(boot, { connection, outbox, fetchPage, startUpload: uploader(async () => (await whoAmI(user))?.id === user) });

const root = document.getElementById("app");
if (root) {
  root.replaceChildren();
  render(<App chat={chat} />, root);
}
followHistory(chat);
watchPage(chat);
watchActivity(new Idle(connection));
watchReadingKeys(chat);
// Not awaited: the parts that are loaded later import this module, and would have to wait as well.
void chat.start();

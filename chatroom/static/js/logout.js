// Logging out on a page without the chatroom, too, leaves nothing unsent to whoever is next at the machine.
// Without the chatroom's own script, which such a page may be there for the want of: the keys are those of
// client/src/state/drafts/saved-draft.ts.
const DRAFTS = "chatroom:draft:";

addEventListener("submit", ({ target }) => {
  if (new URL(target.action).pathname !== "/logout") return;
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(DRAFTS)) localStorage.removeItem(key);
  } catch {
    // No storage: there is nothing to remove.
  }
});

import { useEffect } from "preact/hooks";
import type { PersonPresencePayload, UserPayload } from "../../protocol";
import { describeStatus, statusAt } from "../../state/people/status";
import { Avatar } from "../parts/avatar";
import { useChat } from "../context";
import { now } from "../ui";

const STATES = { online: "online", away: "away", offline: "offline" } as const;

/** Where somebody is, who is watched for as long as this is on the screen; null while that is not known. */
export function usePresence(user: number): PersonPresencePayload | null {
  const { presence } = useChat();
  useEffect(() => presence.show(user), [user]);
  return presence.of(user).value;
}

/** Whether somebody is there, by shape and colour, and in words for those who listen. */
function PresenceDot({ user }: { user: UserPayload }) {
  const state = usePresence(user.id)?.state;
  if (!state) return null;
  return (
    <span class="presence-dot" data-state={state} title={STATES[state]}>
      <span class="visually-hidden">{STATES[state]}</span>
    </span>
  );
}

/** Somebody's first letter, with a dot that says whether they are there. */
export function PersonAvatar({ user }: { user: UserPayload }) {
  return (
    <span class="person">
      <Avatar user={user} />
      <PresenceDot user={user} />
    </span>
  );
}

/** What somebody says of themselves, as a sign beside their name. */
export function StatusMark({ user }: { user: UserPayload }) {
  const status = statusAt(usePresence(user.id), now.value);
  if (!status) return null;
  const text = describeStatus(status);
  return (
    <span class="status-mark" role="img" aria-label={`Status: ${text}`} title={text}>
      {status.emoji || "💬"}
    </span>
  );
}

import { csrfToken } from "../../net/session";
import { leaveNoDrafts } from "../../state/drafts/saved-draft";
import { describeStatus, statusAt } from "../../state/people/status";
import { useChat } from "../context";
import { Icon } from "../parts/icons";
import { MenuButton } from "../parts/menu-button";
import { PersonAvatar } from "./presence-dot";
import { editingStatus, now } from "../ui";
import { useRequest } from "../parts/use-request";

/** Oneself at the foot of the sidebar: how others see one, and what to do about that. */
export function Account() {
  const { me, presence } = useChat();
  const { run, problem } = useRequest();
  const own = presence.own.value;
  const status = statusAt(own, now.value);
  const away = own?.state === "away";
  const line = problem() ?? (status ? `${status.emoji} ${describeStatus({ ...status, emoji: "" })}`.trim() : (own?.state ?? ""));
  return (
    <div class="account">
      <PersonAvatar user={me} />
      <div class="account-text">
        <p class="account-name" title={me.username}>
          {me.username}
        </p>
        <p class="account-status" title={line} aria-live="polite">
          {line}
        </p>
      </div>
      <MenuButton
        label="Your status and account"
        items={[
          { label: status ? "Change your status" : "Set a status", icon: "emoji", onPick: () => (editingStatus.value = true) },
          ...(status ? [{ label: "Clear your status", icon: "close" as const, onPick: () => run(() => presence.setStatus({})) }] : []),
          away
            ? { label: "Set yourself as online", icon: "check", onPick: () => run(() => presence.setAway(false)) }
            : { label: "Set yourself as away", icon: "clock", onPick: () => run(() => presence.setAway(true)) },
          { label: "Your account", icon: "lock", onPick: () => location.assign("/account") },
        ]}
      />
      <form method="post" action="/logout" onSubmit={leaveNoDrafts}>
        <input type="hidden" name="csrf_token" value={csrfToken()} />
        <button type="submit" class="icon-button" aria-label="Log out" title="Log out">
          <Icon name="logout" />
        </button>
      </form>
    </div>
  );
}

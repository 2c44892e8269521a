import { useRef } from "preact/hooks";
import type { MemberPayload } from "../../protocol";
import type { Room } from "../../state/rooms/room";
import { useChat } from "../context";
import { Icon } from "../parts/icons";
import { useFocusHeir } from "../parts/focus";
import { MenuButton } from "../parts/menu-button";
import { goTo } from "../navigation";
import { PersonAvatar, StatusMark } from "../people/presence-dot";
import { useRequest } from "../parts/use-request";

interface Props {
  room: Room;
  member: MemberPayload;
  onRole: (role: MemberPayload["role"]) => void;
  onRemove: () => void;
}

/** Opens the direct conversation with somebody. */
function MessageButton({ member: { user } }: { member: MemberPayload }) {
  const chat = useChat();
  const { busy, run, problem } = useRequest();
  const open = () =>
    run(async () => {
      const id = await chat.membership.direct([user.id]);
      chat.panel.close();
      goTo(chat, id);
    });
  return (
    <>
      {problem() && (
        <span class="field-error" role="alert">
          {problem()}
        </span>
      )}
      <button type="button" class="icon-button" aria-label={`Message ${user.username}`} title="Message" disabled={busy.value} onClick={open}>
        <Icon name="talk" />
      </button>
    </>
  );
}

/** Who is removed leaves the focus to whoever stands beside them. */
function focusBeside(row: HTMLElement): void {
  const beside = row.nextElementSibling ?? row.previousElementSibling;
  (beside?.querySelector<HTMLElement>("button") ?? row.closest<HTMLElement>(".panel"))?.focus();
}

/** One member of a room, with what the reader can do about them. */
export function MemberRow({ room, member, onRole, onRemove }: Props) {
  const { me } = useChat();
  const { user } = member;
  const row = useRef<HTMLLIElement>(null);
  useFocusHeir(row, focusBeside);
  const mine = user.id === me.id;
  // One's own role is told live.
  const role = mine ? room.header.value.membership.role : member.role;
  const owned = room.owned.value;
  return (
    <li ref={row} class="member">
      <PersonAvatar user={user} />
      <div class="member-text">
        <p class="member-name" title={user.username}>
          {user.username}
          <StatusMark user={user} />
          {mine && <span class="hint"> (you)</span>}
        </p>
        {role === "owner" && <p class="hint">Owner</p>}
      </div>
      {!mine && !(room.kind === "direct" && room.header.value.members?.length === 2) && <MessageButton member={member} />}
      {owned && (
        <MenuButton
          label={`Change ${user.username}`}
          items={[
            role === "owner"
              ? { label: "Make member", icon: "people" as const, onPick: () => onRole("member") }
              : { label: "Make owner", icon: "star" as const, onPick: () => onRole("owner") },
            ...(mine ? [] : [{ label: "Remove from room", icon: "close" as const, danger: true, onPick: onRemove }]),
          ]}
        />
      )}
    </li>
  );
}

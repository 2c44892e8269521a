import { useMemo } from "preact/hooks";
import { LISTING_SIZE, fetchMembers } from "../../net/api";
import type { MemberPayload } from "../../protocol";
import { Pages } from "../../state/pages";
import type { Room } from "../../state/rooms/room";
import { useChat } from "../context";
import { Icon } from "../parts/icons";
import { PagesView, useFetched } from "../parts/pages";
import { useRequest } from "../parts/use-request";
import { dialog } from "./dialog-state";
import { MemberRow } from "./member-row";

/** The members of a room in pages: anew when somebody is invited. */
function useMembers({ id }: Room): Pages<MemberPayload> {
  const { membership } = useChat();
  const members = useMemo(
    () =>
      new Pages<MemberPayload>(async (before) => {
        const items = await fetchMembers(id, before.at(-1));
        return { items, more: items.length >= LISTING_SIZE };
      }),
    [],
  );
  useFetched(members, membership.invited.value);
  return members;
}

/** Who is in a room, and what can be done about them. */
export function Members({ room }: { room: Room }) {
  const chat = useChat();
  const members = useMembers(room);
  const { run, problem } = useRequest();
  const { items } = members;
  const setRole = ({ user }: MemberPayload, role: MemberPayload["role"]) =>
    run(async () => {
      const changed = await chat.membership.setRole(room.id, user.id, role);
      items.value = items.value.map((member) => (member.user.id === user.id ? changed : member));
    });
  const askToRemove = ({ user }: MemberPayload) => {
    const onRemoved = () => (items.value = items.value.filter((member) => member.user.id !== user.id));
    dialog.value = { kind: "remove", room, user, onRemoved };
  };
  const trouble = problem();
  return (
    <>
      {room.kind !== "direct" && !room.archived.value && (
        <div class="members-invite">
          <button type="button" class="button" onClick={() => (dialog.value = { kind: "invite", room })}>
            <Icon name="add" />
            Invite people
          </button>
        </div>
      )}
      {trouble && (
        <p class="alert members-alert" role="alert">
          {trouble}
        </p>
      )}
      <PagesView pages={members} what="The members" none="Nobody is here.">
        <ul class="members" role="list">
          {items.value.map((member) => (
            <MemberRow key={member.user.id} room={room} member={member} onRole={(role) => setRole(member, role)} onRemove={() => askToRemove(member)} />
          ))}
        </ul>
      </PagesView>
    </>
  );
}

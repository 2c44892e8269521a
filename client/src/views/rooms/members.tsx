import { useSignalEffect } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { LISTING_SIZE, fetchMembers } from "../../net/api";
import type { MemberPayload } from "../../protocol";
import { Listing } from "../../state/listing";
import type { Room } from "../../state/rooms/room";
import { useChat } from "../context";
import { Icon } from "../parts/icons";
import { useRequest } from "../parts/use-request";
import { dialog } from "./dialog-state";
import { MemberRow } from "./member-row";

/** The members of a room in pages: anew when somebody is invited, or the connection is there again. */
function useMembers(room: Room): Listing<MemberPayload> {
  const chat = useChat();
  const members = useMemo(() => new Listing((_: string, after?: MemberPayload) => fetchMembers(room.id, after), LISTING_SIZE), []);
  useSignalEffect(() => {
    if (chat.membership.invited.value >= 0 && chat.status.value === "connected") void members.load();
  });
  useEffect(() => () => members.clear(), []);
  return members;
}

/** Who is in a room, and what can be done about them. */
export function Members({ room }: { room: Room }) {
  const chat = useChat();
  const members = useMembers(room);
  const { run, problem } = useRequest();
  const { items, state, more } = members;
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
      <ul class="members" role="list">
        {items.value.map((member) => (
          <MemberRow key={member.user.id} room={room} member={member} onRole={(role) => setRole(member, role)} onRemove={() => askToRemove(member)} />
        ))}
      </ul>
      <div class="members-foot" aria-live="polite">
        {state.value === "loading" && items.value.length === 0 && <p class="hint">Loading members…</p>}
        {state.value === "failed" && (
          <p class="hint">
            The members could not be loaded.{" "}
            <button type="button" class="text-button" onClick={() => void members.loadMore()}>
              Try again
            </button>
          </p>
        )}
        {state.value === "ready" && more.value && (
          <button type="button" class="button button-quiet" onClick={() => void members.loadMore()}>
            Show more
          </button>
        )}
      </div>
    </>
  );
}

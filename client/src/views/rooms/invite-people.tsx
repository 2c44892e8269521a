import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { fetchMembers } from "../../net/api";
import type { MemberPayload, UserPayload } from "../../protocol";
import type { Room } from "../../state/rooms/room";
import { mention } from "../../state/rooms/title";
import { useChat } from "../context";
import { useRequest } from "../parts/use-request";
import { closeDialog } from "./dialog-state";
import { FormDialog } from "../parts/form-dialog";
import { PeopleFinder } from "./people-finder";

/** At once: each is a request of its own. */
const AT_ONCE = 20;

/** Makes people members of a room. Who is one already stays one. */
export function InvitePeople({ room }: { room: Room }) {
  const chat = useChat();
  const chosen = useSignal<readonly UserPayload[]>([]);
  const { busy, run, problem } = useRequest();
  // The first page is enough: to invite a member again changes nothing.
  const members = useSignal<ReadonlySet<number>>(new Set());
  useEffect(() => {
    const note = (page: readonly MemberPayload[]) => (members.value = new Set(page.map(({ user }) => user.id)));
    void fetchMembers(room.id).then(note, () => undefined);
  }, []);
  const invite = () =>
    run(async () => {
      for (const user of chosen.value) {
        await chat.membership.invite(room.id, user.id);
        // Should a later one fail, this one is not asked for again.
        chosen.value = chosen.value.filter((other) => other !== user);
      }
      closeDialog();
    });
  return (
    <FormDialog
      title={`Invite people to ${mention(room.header.value, chat.me)}`}
      action="Invite"
      blocked={busy.value || chosen.value.length === 0}
      problem={problem()}
      onSubmit={invite}
      onClose={closeDialog}
    >
      <p class="hint">They become members at once, and can read everything that was said here.</p>
      <PeopleFinder chosen={chosen} most={AT_ONCE} without={members.value} />
    </FormDialog>
  );
}

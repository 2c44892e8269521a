import { useSignal } from "@preact/signals";
import type { UserPayload } from "../../protocol";
import { formatCount } from "../../state/format";
import { useChat } from "../context";
import { goTo } from "../navigation";
import { useRequest } from "../parts/use-request";
import { closeDialog } from "./dialog-state";
import { FormDialog } from "../parts/form-dialog";
import { PeopleFinder } from "./people-finder";

/** Opens the direct conversation with some people; there is one for each set of them. */
export function NewDirect() {
  const chat = useChat();
  const chosen = useSignal<readonly UserPayload[]>([]);
  const { busy, run, problem } = useRequest();
  const most = chat.limits.direct_members - 1;
  const open = () =>
    run(async () => {
      const id = await chat.membership.direct(chosen.value.map((user) => user.id));
      closeDialog();
      goTo(chat, id);
    });
  return (
    <FormDialog
      title="New direct message"
      action="Open conversation"
      blocked={busy.value || chosen.value.length === 0}
      problem={problem()}
      onSubmit={open}
      onClose={closeDialog}
    >
      <p class="hint">
        {chosen.value.length === 0
          ? `With one person, or up to ${most}. Who is in it stays the same.`
          : `${formatCount(chosen.value.length, "person", "people")} of at most ${most}.`}
      </p>
      <PeopleFinder chosen={chosen} most={most} />
    </FormDialog>
  );
}

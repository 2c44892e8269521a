import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { LISTING_SIZE, fetchPeople } from "../../net/api";
import type { UserPayload } from "../../protocol";
import { jumpTo, metAlone } from "../../state/rooms/jump";
import { People } from "../../state/people/people";
import type { Room } from "../../state/rooms/room";
import { Avatar } from "../parts/avatar";
import { useChat } from "../context";
import { Dialog } from "../parts/dialog";
import { goTo } from "../navigation";
import { useRequest } from "../parts/use-request";
import { Combobox, type Option } from "../parts/combobox";
import { closeDialog, dialog } from "./dialog-state";
import { KindNote, Mark } from "./mark";
import { QUERY_MAX } from "./people-finder";

const PEOPLE_MAX = 10;

function RoomOption({ room }: { room: Room }) {
  return (
    <>
      <Mark room={room} />
      <span class="option-name">
        {room.title.value}
        <KindNote room={room} />
      </span>
      {room.muted.value && <span class="option-note">muted</span>}
      {room.archived.value && <span class="option-note">archived</span>}
      {room.news.value > 0 && <span class="option-note">new messages</span>}
    </>
  );
}

function PersonOption({ user }: { user: UserPayload }) {
  return (
    <>
      <span class="room-mark" aria-hidden="true">
        <Avatar user={user} />
      </span>
      <span class="option-name">{user.username}</span>
      <span class="option-note">direct message</span>
    </>
  );
}

/** Where nothing is called so among one's own rooms and the people. */
const browse: Option = {
  key: "browse",
  content: <span class="option-name">Nothing is called so. Browse public rooms</span>,
  onPick: () => (dialog.value = { kind: "browse" }),
};

/** The quick way to a room or a person: some letters, and Enter. */
export function Jump() {
  const chat = useChat();
  const query = useSignal("");
  const { run, problem } = useRequest();
  const people = useMemo(() => new People(fetchPeople, LISTING_SIZE), []);
  useEffect(() => () => people.listing.clear(), []);
  const search = (text: string) => {
    query.value = text;
    const name = text.trim().replace(/^@/, "");
    if (name === "" || name.startsWith("#")) people.listing.clear();
    else people.search(name);
  };
  const open = (id: number) => {
    closeDialog();
    goTo(chat, id);
  };
  const met = metAlone(chat.rooms.value).add(chat.me.id);
  const strangers = people.found.filter(({ id }) => !met.has(id)).slice(0, PEOPLE_MAX);
  const options: Option[] = [
    ...jumpTo(chat.rooms.value, query.value).map((room) => ({
      key: `room ${room.id}`,
      content: <RoomOption room={room} />,
      onPick: () => open(room.id),
    })),
    ...strangers.map((user) => ({
      key: `person ${user.id}`,
      content: <PersonOption user={user} />,
      onPick: () => run(async () => open(await chat.membership.direct([user.id]))),
    })),
  ];
  if (options.length === 0 && people.listing.state.value !== "loading") options.push(browse);
  const trouble = problem();
  return (
    <Dialog label="Jump to a room or a person" class="dialog dialog-jump" onClose={closeDialog}>
      <Combobox
        label="Jump to"
        placeholder="Jump to a room or a person"
        value={query.value}
        maxLength={QUERY_MAX}
        options={options}
        empty={null}
        onInput={search}
      />
      {trouble && (
        <p class="alert" role="alert">
          {trouble}
        </p>
      )}
    </Dialog>
  );
}

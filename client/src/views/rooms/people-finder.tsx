import { useSignal, type Signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { LISTING_SIZE, fetchPeople } from "../../net/api";
import type { UserPayload } from "../../protocol";
import { People } from "../../state/people/people";
import { Avatar } from "../parts/avatar";
import { useChat } from "../context";
import { Icon } from "../parts/icons";
import { Combobox } from "../parts/combobox";

/** As long as a name may be asked for. */
export const QUERY_MAX = 64;

interface Props {
  chosen: Signal<readonly UserPayload[]>;
  /** How many may be chosen. */
  most: number;
  /** Who is not to be chosen. */
  without?: ReadonlySet<number>;
}

function Chip({ user, onRemove }: { user: UserPayload; onRemove: () => void }) {
  return (
    <span class="chip">
      <span class="chip-name">{user.username}</span>
      <button type="button" class="chip-remove" aria-label={`Remove ${user.username}`} onClick={onRemove}>
        <Icon name="close" />
      </button>
    </span>
  );
}

/** Finds people by the beginning of their name, and keeps those who were chosen as chips. */
export function PeopleFinder({ chosen, most, without }: Props) {
  const { me } = useChat();
  const query = useSignal("");
  const people = useMemo(() => new People(fetchPeople, LISTING_SIZE), []);
  useEffect(() => {
    void people.listing.load();
    return () => people.listing.clear();
  }, []);
  const taken = new Set([me.id, ...chosen.value.map(({ id }) => id)]);
  const full = chosen.value.length >= most;
  const found = full ? [] : people.found.filter((user) => !taken.has(user.id) && !without?.has(user.id));
  const search = (text: string) => {
    query.value = text;
    people.search(text);
  };
  const drop = (user: UserPayload | undefined) => (chosen.value = chosen.value.filter((other) => other !== user));
  const nobody = { loading: null, failed: "People could not be found. Try again.", ready: "Nobody is found." }[people.listing.state.value];
  return (
    <Combobox
      label="Find people"
      value={query.value}
      placeholder={chosen.value.length > 0 ? "" : "Type a name"}
      maxLength={QUERY_MAX}
      options={found.map((user) => ({
        key: String(user.id),
        content: (
          <>
            <Avatar user={user} />
            <span class="option-name">{user.username}</span>
          </>
        ),
        onPick: () => {
          chosen.value = [...chosen.value, user];
          search("");
        },
      }))}
      empty={full ? "That is as many as there can be." : nobody}
      onInput={search}
      onEraseBefore={() => drop(chosen.value.at(-1))}
    >
      {chosen.value.map((user) => (
        <Chip key={user.id} user={user} onRemove={() => drop(user)} />
      ))}
    </Combobox>
  );
}

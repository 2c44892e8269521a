import { useRef } from "preact/hooks";
import { formatCount, formatNumber } from "../../state/format";
import { useFocusHeir } from "../parts/focus";
import { Icon } from "../parts/icons";
import type { Side, Sight } from "./sight";

function Button({ sight, side }: { sight: Sight; side: Side }) {
  const button = useRef<HTMLButtonElement>(null);
  useFocusHeir(button);
  const rooms = sight.on(side);
  const mentions = rooms.reduce((sum, { reading }) => sum + reading.mentions, 0);
  return (
    <button
      ref={button}
      type="button"
      class="sight-hint"
      data-side={side}
      title="Show the next room with something new"
      onClick={() => sight.show(side)}
    >
      <Icon name={side === "above" ? "up" : "down"} />
      {mentions > 0 && (
        <span class="unread-mentions" aria-hidden="true">
          @{formatNumber(mentions)}
        </span>
      )}
      {formatCount(rooms.length, "unread room", "unread rooms")}
      <span class="visually-hidden">
        {` further ${side === "above" ? "up" : "down"}`}
        {mentions > 0 && `, ${formatCount(mentions, "mention", "mentions")} of you`}
      </span>
    </button>
  );
}

/** How many rooms with something new are out of sight on one side of the list; leads to the next of them. */
export function SightHint({ sight, side }: { sight: Sight; side: Side }) {
  return sight.on(side).length > 0 ? <Button sight={sight} side={side} /> : null;
}

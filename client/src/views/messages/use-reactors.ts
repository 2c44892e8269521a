import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useId, useLayoutEffect, useRef } from "preact/hooks";
import type { MessagePayload, ReactionPayload } from "../../protocol";
import { useChat } from "../context";
import { place } from "../parts/place";

const LONG_PRESS_MS = 500;
/** So that a pointer that only passes asks for nothing. */
const HOVER_MS = 150;
const NAMED_MAX = 20;

function listed(names: readonly string[], emoji: string): string {
  const others = names.length - NAMED_MAX;
  const named = others > 0 ? [...names.slice(0, NAMED_MAX), `${others} others`] : names;
  return `${new Intl.ListFormat("en").format(named)} reacted with ${emoji}`;
}

/** Who gave a reaction: asked for on hover, focus, and a long press. */
export function useReactors(message: MessagePayload, { emoji, users: { length } }: ReactionPayload, chip: RefObject<HTMLElement | null>) {
  const chat = useChat();
  const names = useSignal<string | null>(null);
  const ref = useRef<HTMLSpanElement>(null);
  const id = useId();
  /** Counts up with every look, and when it is over. */
  const looks = useRef(0);
  const pressed = useRef<{ timer?: ReturnType<typeof setTimeout>; long: boolean }>({ long: false });
  const look = async () => {
    const mine = ++looks.current;
    const reactions = await chat.commands.reactors(message).catch(() => []);
    const users = reactions.find((reaction) => reaction.emoji === emoji)?.users ?? [];
    // Whoever has moved on meanwhile is not told.
    if (mine === looks.current && users.length > 0) names.value = listed(users.map(({ username }) => username), emoji);
  };
  const leave = () => {
    looks.current++;
    clearTimeout(pressed.current.timer);
    names.value = null;
  };
  useEffect(() => {
    if (names.peek() !== null) void look();
  }, [length]);
  useLayoutEffect(() => {
    if (!ref.current || !chip.current) return;
    ref.current.showPopover();
    place(ref.current, chip.current);
  }, [names.value]);
  return {
    names: names.value,
    tip: { ref, id },
    /** Whether the click that follows was a long press, which only asks. */
    held: (): boolean => {
      const { long } = pressed.current;
      pressed.current.long = false;
      return long;
    },
    handlers: {
      onPointerEnter: (event: PointerEvent) => {
        if (event.pointerType === "mouse") pressed.current.timer = setTimeout(() => void look(), HOVER_MS);
      },
      onPointerLeave: leave,
      onPointerDown: (event: PointerEvent) => {
        pressed.current.long = false;
        if (event.pointerType === "mouse") return;
        pressed.current.timer = setTimeout(() => {
          pressed.current.long = true;
          void look();
        }, LONG_PRESS_MS);
      },
      onPointerUp: () => clearTimeout(pressed.current.timer),
      onContextMenu: (event: MouseEvent) => {
        if (pressed.current.long) event.preventDefault();
      },
      onFocus: (event: FocusEvent) => {
        if (event.currentTarget instanceof Element && event.currentTarget.matches(":focus-visible")) void look();
      },
      onBlur: leave,
    },
  };
}

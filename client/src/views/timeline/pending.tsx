import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { useChat } from "../context";
import { Icon } from "../parts/icons";

const SECOND_MS = 1_000;

/** How many seconds are left until a moment, counted down. */
function useSecondsTo(moment: number): number {
  const now = useSignal(Date.now());
  useEffect(() => {
    now.value = Date.now();
    if (now.value >= moment) return;
    const timer = setInterval(() => (now.value = Date.now()), SECOND_MS);
    return () => clearInterval(timer);
  }, [moment]);
  return Math.max(0, Math.ceil((moment - now.value) / SECOND_MS));
}

/** That a message is on its way, or when it is sent again where there was too much at once. */
export function Pending() {
  const seconds = useSecondsTo(useChat().outbox.heldUntil.value);
  return (
    <p class="message-pending">
      <Icon name="clock" />
      {seconds > 0 ? `Sending again in ${seconds} s` : "Sending…"}
    </p>
  );
}

import { useSignal, useSignalEffect } from "@preact/signals";
import { useChat } from "./context";
import { Icon } from "./parts/icons";
import { networkUp } from "./ui";

/** A page that has just opened is not worth a word about connecting. */
const GRACE_MS = 1_500;

/** Says when there is no connection. Always in the document, and in nothing that is covered, so that screen readers hear it change. */
export function ConnectionBanner() {
  const { status } = useChat();
  const late = useSignal(false);
  useSignalEffect(() => {
    if (status.value !== "connecting") return;
    const timer = setTimeout(() => (late.value = true), GRACE_MS);
    return () => clearTimeout(timer);
  });
  const text = bannerText(status.value, networkUp.value, late.value);
  return (
    <div class="connection" role="status" data-testid="connection" data-state={text ? "down" : "up"}>
      {text && (
        <p>
          <Icon name="alert" />
          <span>{text}</span>
        </p>
      )}
    </div>
  );
}

function bannerText(status: "connecting" | "connected" | "reconnecting", up: boolean, late: boolean): string | null {
  if (status === "connected") return null;
  if (!up) return "Offline — messages will be sent when you are back";
  if (status === "reconnecting") return "Reconnecting…";
  return late ? "Connecting…" : null;
}

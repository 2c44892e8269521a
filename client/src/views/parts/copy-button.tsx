import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

const SHOWN_MS = 2_000;

/** Copies a text, and says so. Browsers let only pages do that which came over https, or from the same machine. */
export function CopyButton({ text }: { text: string }) {
  const said = useSignal("");
  useEffect(() => {
    if (said.value === "") return undefined;
    const timer = setTimeout(() => (said.value = ""), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [said.value]);
  // Undefined on plain http, whatever its type says.
  if (!("clipboard" in navigator)) return null;
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => (said.value = "Copied"),
      () => (said.value = "Not copied"),
    );
  };
  return (
    <>
      <button type="button" class="copy-button" onClick={copy}>
        {said.value || "Copy"}
        <span class="visually-hidden"> code</span>
      </button>
      <span class="visually-hidden" role="status">
        {said.value}
      </span>
    </>
  );
}

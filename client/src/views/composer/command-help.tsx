import { useEffect, useRef } from "preact/hooks";
import { commands, usageOf } from "../../state/slash-commands/slash";
import { useFocusHeir } from "../parts/focus";
import { Icon } from "../parts/icons";

/** What can be written behind a slash, above the text. */
export function CommandHelp({ onClose }: { onClose: () => void }) {
  const help = useRef<HTMLElement>(null);
  useFocusHeir(help);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      event.preventDefault();
      onClose();
    };
    // First of all that listen: the same Escape would close the thread as well, or mark the room as read.
    addEventListener("keydown", onKeyDown, true);
    return () => removeEventListener("keydown", onKeyDown, true);
  }, []);
  return (
    <section ref={help} class="completion command-help" aria-label="Commands">
      <header>
        <h2>Commands</h2>
        <button type="button" class="icon-button" aria-label="Close commands" title="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      {/* Reachable by keyboard, since a long list scrolls. */}
      <dl tabIndex={0}>
        {commands.map((command) => (
          <div key={command.name}>
            <dt>{usageOf(command)}</dt>
            <dd>{command.help}</dd>
          </div>
        ))}
      </dl>
      <p>To send a text that begins with a slash, begin it with two.</p>
    </section>
  );
}

import type { ComponentChildren } from "preact";
import { Dialog } from "./dialog";

interface Props {
  title: string;
  /** What the button says that does it. */
  action: string;
  danger?: boolean;
  blocked?: boolean;
  problem: string | null;
  /** What can be done about the problem. */
  remedy?: ComponentChildren;
  /** Another button, before the others. */
  other?: ComponentChildren;
  onSubmit: () => void;
  onClose: () => void;
  children: ComponentChildren;
}

/** A dialog that asks for something and does one thing with it. */
export function FormDialog({ title, action, danger, blocked, problem, remedy, other, onSubmit, onClose, children }: Props) {
  return (
    <Dialog label={title} class="dialog" onClose={onClose}>
      <form
        class="dialog-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!blocked) onSubmit();
        }}
      >
        <h2>{title}</h2>
        {children}
        {problem && (
          <p class="alert" role="alert">
            {problem}
          </p>
        )}
        {problem && remedy}
        <div class="dialog-actions">
          {other}
          <button type="button" class="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class={`button ${danger ? "button-danger" : "button-primary"}`} aria-disabled={blocked}>
            {action}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

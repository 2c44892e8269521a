import type { ComponentChildren } from "preact";
import { Dialog } from "../parts/dialog";
import { closeDialog } from "./dialog-state";

interface Props {
  title: string;
  /** What the button says that does it. */
  action: string;
  danger?: boolean;
  blocked?: boolean;
  problem: string | null;
  /** What can be done about the problem. */
  remedy?: ComponentChildren;
  onSubmit: () => void;
  children: ComponentChildren;
}

/** A dialog that asks for something and does one thing with it. */
export function FormDialog({ title, action, danger, blocked, problem, remedy, onSubmit, children }: Props) {
  return (
    <Dialog label={title} class="dialog" onClose={closeDialog}>
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
          <button type="button" class="button" onClick={closeDialog}>
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

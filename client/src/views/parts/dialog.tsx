import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { focusComposer } from "./focus";

interface Props {
  label: string;
  class: string;
  onClose: () => void;
  children: ComponentChildren;
}

/** A modal dialog, open for as long as it is rendered. The browser keeps the focus in it and gives it back. */
export function Dialog({ label, class: className, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => {
      element?.close();
      // What had the focus before may be gone: the button of a message that was deleted.
      if (document.activeElement === document.body) focusComposer();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={className}
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        // Only the backdrop counts as the dialog itself; everything else is inside it.
        if (event.target === event.currentTarget) onClose();
      }}
    >
      {children}
    </dialog>
  );
}

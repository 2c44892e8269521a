import type { Signal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { FilePayload } from "../../protocol";
import { sourceOf } from "../../state/drafts/previews";

interface Props {
  file: FilePayload;
  /** Shown pixel by pixel rather than fitted into the window. */
  actual: Signal<boolean>;
  onClose: () => void;
}

const MIDDLE = { x: 0.5, y: 0.5 };

/** The picture: a click changes between fitted and actual size, one beside it closes. */
export function LightboxPicture({ file, actual, onClose }: Props) {
  const view = useRef<HTMLDivElement>(null);
  const image = useRef<HTMLImageElement>(null);
  const spot = useRef(MIDDLE);
  const onClick = (event: MouseEvent) => {
    // A key that presses the button has no place.
    const byKey = event.detail === 0;
    const box = image.current?.getBoundingClientRect();
    if (!box) return;
    if (!byKey && event.target !== image.current) { onClose(); return; }
    const place = { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
    spot.current = byKey ? MIDDLE : place;
    actual.value = !actual.value;
  };
  useLayoutEffect(() => {
    const element = view.current;
    if (!element || !actual.value) return;
    const { x, y } = spot.current;
    element.scrollTo(x * element.scrollWidth - element.clientWidth / 2, y * element.scrollHeight - element.clientHeight / 2);
  }, [actual.value]);
  return (
    <div ref={view} class="lightbox-view" data-actual={actual.value ? "" : undefined}>
      <button type="button" class="lightbox-picture" aria-pressed={actual.value} aria-label={`${file.name}, actual size`} onClick={onClick}>
        <img ref={image} src={sourceOf(file)} alt={file.name} width={file.width ?? undefined} height={file.height ?? undefined} />
      </button>
    </div>
  );
}

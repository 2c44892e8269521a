import { sourceOf } from "../state/previews";
import { Dialog } from "./dialog";
import { Icon } from "./icons";
import { viewing } from "./ui";

/** A picture as large as the window, and its neighbours in the same message. */
export function Lightbox() {
  const shown = viewing.value;
  const file = shown?.images[shown.index];
  if (!shown || !file) return null;
  const close = () => (viewing.value = null);
  const step = (by: number) => {
    const index = (shown.index + by + shown.images.length) % shown.images.length;
    viewing.value = { ...shown, index };
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowLeft") step(-1);
    if (event.key === "ArrowRight") step(1);
  };
  const several = shown.images.length > 1;
  return (
    <Dialog label={file.name} class="lightbox" onClose={close}>
      <div class="lightbox-frame" onKeyDown={onKeyDown} onClick={(event) => event.target === event.currentTarget && close()}>
        <div class="lightbox-bar">
          <span class="lightbox-name">{file.name}</span>
          {several && (
            <span class="lightbox-count" aria-live="polite">
              {shown.index + 1} / {shown.images.length}
            </span>
          )}
          <a class="icon-button" href={file.url} download={file.name} aria-label="Download" title="Download">
            <Icon name="download" />
          </a>
          <button type="button" class="icon-button" aria-label="Close" title="Close" autofocus onClick={close}>
            <Icon name="close" />
          </button>
        </div>
        {several && (
          <button type="button" class="icon-button lightbox-previous" aria-label="Previous picture" onClick={() => step(-1)}>
            <Icon name="previous" />
          </button>
        )}
        <img key={file.id} src={sourceOf(file)} alt={file.name} width={file.width ?? undefined} height={file.height ?? undefined} />
        {several && (
          <button type="button" class="icon-button lightbox-next" aria-label="Next picture" onClick={() => step(1)}>
            <Icon name="next" />
          </button>
        )}
      </div>
    </Dialog>
  );
}

import { useSignal } from "@preact/signals";
import { Dialog } from "../parts/dialog";
import { FileName } from "./file-name";
import { Icon } from "../parts/icons";
import { LightboxPicture } from "./lightbox-picture";
import { viewing } from "../ui";

/** A picture as large as the window, and its neighbours in the same message. */
export function Lightbox() {
  const actual = useSignal(false);
  const shown = viewing.value;
  const file = shown?.images[shown.index];
  if (!shown || !file) return null;
  const close = () => {
    actual.value = false;
    viewing.value = null;
  };
  const step = (by: number) => {
    actual.value = false;
    const index = (shown.index + by + shown.images.length) % shown.images.length;
    viewing.value = { ...shown, index };
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // The arrows then move within the picture.
    if (actual.value) return;
    if (event.key === "ArrowLeft") step(-1);
    if (event.key === "ArrowRight") step(1);
  };
  const several = shown.images.length > 1;
  return (
    <Dialog label={file.name} class="lightbox" onClose={close}>
      <div class="lightbox-frame" onKeyDown={onKeyDown} onClick={(event) => event.target === event.currentTarget && close()}>
        <div class="lightbox-bar">
          <span class="lightbox-name">
            <FileName name={file.name} />
          </span>
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
        <LightboxPicture key={file.id} file={file} actual={actual} onClose={close} />
        {several && (
          <button type="button" class="icon-button lightbox-next" aria-label="Next picture" onClick={() => step(1)}>
            <Icon name="next" />
          </button>
        )}
      </div>
    </Dialog>
  );
}

import type { FilePayload } from "../../protocol";
import { formatSize } from "../../state/format";
import { sourceOf } from "../../state/drafts/previews";
import { FileName } from "./file-name";
import { Icon } from "../parts/icons";
import { viewing } from "../ui";

const IMAGE_WIDTH = 400;
const IMAGE_HEIGHT = 320;
const UNKNOWN = { width: 240, height: 180 };

/** The size a picture is shown at: known before it is loaded, so that nothing jumps. */
function imageSize({ width, height }: FilePayload): { width: number; height: number } {
  if (!width || !height) return UNKNOWN;
  const scale = Math.min(1, IMAGE_WIDTH / width, IMAGE_HEIGHT / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

function Picture({ file, onOpen }: { file: FilePayload; onOpen: () => void }) {
  const { width, height } = imageSize(file);
  return (
    <button type="button" class="picture" aria-label={`View ${file.name}`} onClick={onOpen}>
      <img src={sourceOf(file)} alt={file.name} width={width} height={height} loading="lazy" decoding="async" />
    </button>
  );
}

/** "PDF": what a reader calls the type. */
function typeName({ name, type }: FilePayload): string {
  const extension = /\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1];
  return (extension ?? type.split("/").at(-1) ?? "file").toUpperCase();
}

function Card({ file }: { file: FilePayload }) {
  return (
    <a class="file-card" href={file.url} download={file.name}>
      <span class="file-card-icon">
        <Icon name="file" />
      </span>
      <span class="file-card-text">
        <span class="file-card-name">
          <FileName name={file.name} />
        </span>
        <span class="file-card-facts">
          {typeName(file)} · {formatSize(file.size)}
        </span>
      </span>
      <span class="file-card-download">
        <Icon name="download" />
        <span class="visually-hidden">Download</span>
      </span>
    </a>
  );
}

function Player({ file }: { file: FilePayload }) {
  return (
    <figure class="player">
      {file.kind === "audio" ? (
        <audio src={file.url} controls preload="metadata" aria-label={file.name} />
      ) : (
        <video src={file.url} controls preload="metadata" aria-label={file.name} playsInline />
      )}
      <figcaption>
        <a href={file.url} download={file.name}>
          {file.name}
        </a>{" "}
        · {formatSize(file.size)}
      </figcaption>
    </figure>
  );
}

/** The files of a message, each as what it is. */
export function Files({ files }: { files: readonly FilePayload[] }) {
  const images = files.filter((file) => file.kind === "image");
  const others = files.filter((file) => file.kind !== "image");
  return (
    <div class="files">
      {images.length > 0 && (
        <div class="pictures">
          {images.map((file, index) => (
            <Picture key={file.id} file={file} onOpen={() => (viewing.value = { images, index })} />
          ))}
        </div>
      )}
      {others.map((file) =>
        file.kind === "file" ? <Card key={file.id} file={file} /> : <Player key={file.id} file={file} />,
      )}
    </div>
  );
}

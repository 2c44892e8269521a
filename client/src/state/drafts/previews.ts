import { signal } from "@preact/signals";

const SHOWN_IN_PLACE = /^image\/(png|jpeg|gif|webp|avif|bmp)$/;

/** Each is a file that the browser holds on to. */
const KEPT_MAX = 20;

/** The last pictures that were sent from this page, by file id: shown from memory rather than fetched again. */
const kept = signal<ReadonlyMap<string, string>>(new Map());

/** An address under which this page can show a chosen file, null where it is no picture. */
export function previewFor(file: File): string | null {
  return SHOWN_IN_PLACE.test(file.type) ? URL.createObjectURL(file) : null;
}

/** Remembers the preview of a file that was sent, and lets go of those before the last ones. */
export function keepPreview(file: { id: string; url: string }, preview: string | null): void {
  if (preview === null || preview === file.url) return;
  const pictures = [...kept.value, [file.id, preview] as const];
  const gone = pictures.splice(0, Math.max(0, pictures.length - KEPT_MAX));
  kept.value = new Map(pictures);
  for (const [, old] of gone) releasePreview(old);
}

/** Lets go of a preview that nothing shows any more. */
export function releasePreview(preview: string | null | undefined): void {
  if (preview?.startsWith("blob:")) URL.revokeObjectURL(preview);
}

/** Where to show a file from. */
export const sourceOf = (file: { id: string; url: string }): string => kept.value.get(file.id) ?? file.url;

const SHOWN_IN_PLACE = /^image\/(png|jpeg|gif|webp|avif|bmp)$/;

/** Pictures that were sent from this page, by file id: shown from memory rather than fetched again. */
const kept = new Map<string, string>();

/** An address under which this page can show a chosen file, null where it is no picture. */
export function previewFor(file: File): string | null {
  return SHOWN_IN_PLACE.test(file.type) ? URL.createObjectURL(file) : null;
}

/** Remembers the preview of a file that the server now has. */
export function keepPreview(fileId: string, preview: string): void {
  kept.set(fileId, preview);
}

/** Where to show a file from. */
export const sourceOf = (file: { id: string; url: string }): string => kept.get(file.id) ?? file.url;

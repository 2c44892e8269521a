/** The form in which names are compared: alike regardless of case and Unicode form. */
export const nameKey = (name: string): string => name.normalize("NFKC").toLowerCase();

import type { Option } from "./completion";

/** Where the options for a kind of word come from. */
export interface Source {
  /** What is there for a query now, best first; who asks while rendering renders again when there is more. */
  options: (query: string) => readonly Option[];
  /** Somebody looks for this: fetch what is not there yet. */
  want?: (query: string) => void;
}

/** As many as can be looked over. */
export const OPTIONS_MAX = 8;

/** Made by the build of the packages of emoji (`emoji-data.ts`). A line is an emoji, in each in the same order. */
declare module "emoji:shortcodes" {
  /** The emoji and its shortcodes, with spaces between. */
  const lines: string;
  export default lines;
}

declare module "emoji:names" {
  export const groups: readonly { name: string; count: number }[];
  /** What it is called; after a "~", if it comes in skin tones. */
  const lines: string;
  export default lines;
}

declare module "emoji:keywords" {
  /** More words to find it by. */
  const lines: string;
  export default lines;
}

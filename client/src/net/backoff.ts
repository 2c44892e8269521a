const BASE_MS = 500;
const MOST_MS = 30_000;

/** How long to wait after the n-th failure in a row, jittered so that clients do not return in step. */
export function backoff(failures: number, random: () => number = Math.random): number {
  const ceiling = Math.min(MOST_MS, BASE_MS * 2 ** Math.min(failures, 10));
  return ceiling / 2 + (random() * ceiling) / 2;
}

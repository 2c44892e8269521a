import { backoff } from "./backoff";
import { RequestError } from "./errors";

/** Waits for as long as the server asks with a refusal; false, at once, when it does not ask for time. */
export async function waitOut(error: unknown): Promise<boolean> {
  if (!(error instanceof RequestError) || error.retryAfter === null) return false;
  const delay = error.retryAfter * 1000 + backoff(0);
  await new Promise((resolve) => setTimeout(resolve, delay));
  return true;
}

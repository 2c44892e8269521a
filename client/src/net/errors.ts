/** The error shape of every edge of the server. */
export interface ErrorPayload {
  code: string;
  message: string;
  fields?: Record<string, string>;
  retry_after?: number;
}

/** A request that was refused, or that got no answer. */
export class RequestError extends Error {
  readonly code: string;
  readonly fields: Record<string, string>;
  /** Seconds to wait before trying again. */
  readonly retryAfter: number | null;

  constructor({ code, message, fields, retry_after }: ErrorPayload) {
    super(message);
    this.name = "RequestError";
    this.code = code;
    this.fields = fields ?? {};
    this.retryAfter = retry_after ?? null;
  }
}

export const disconnected = (): RequestError =>
  new RequestError({ code: "disconnected", message: "There is no connection to the server." });

export const unanswered = (): RequestError =>
  new RequestError({ code: "timeout", message: "The server did not answer in time." });

export const unreachable = (): RequestError =>
  new RequestError({ code: "network", message: "The server cannot be reached." });

/** The error in an answer's body; a plain one where the answer is not of our shape (a proxy's page). */
export function errorFrom(body: unknown, status: number): RequestError {
  const error = (body as { error?: Partial<ErrorPayload> } | null)?.error;
  if (error && typeof error.code === "string" && typeof error.message === "string") {
    return new RequestError(error as ErrorPayload);
  }
  if (status === 413) return new RequestError({ code: "too_large", message: "That is too large." });
  if (status === 401) return new RequestError({ code: "unauthorized", message: "Log in first." });
  return new RequestError({
    code: status >= 500 ? "unavailable" : "bad_request",
    message: `The server answered with an error (${status}).`,
  });
}

const TRANSIENT = new Set(["disconnected", "timeout", "network", "unavailable", "rate_limited", "unauthorized"]);

/** Whether the same request may succeed later. `unauthorized` does, after logging in again. */
export function isTransient(error: unknown): boolean {
  return error instanceof RequestError && TRANSIENT.has(error.code);
}

/** A sentence for the person who reads it. */
export function explain(error: unknown): string {
  if (!(error instanceof RequestError)) return "Something went wrong.";
  return Object.values(error.fields)[0] ?? error.message;
}

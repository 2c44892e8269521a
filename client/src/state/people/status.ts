import type { PersonPresencePayload, StatusPayload } from "../../protocol";
import { dayOf, formatDay, formatTime } from "../format";

const HOUR_MS = 3_600_000;

/** When a status goes by itself. */
export const EXPIRIES = {
  never: "Don’t clear",
  half: "30 minutes",
  hour: "1 hour",
  hours: "4 hours",
  today: "Today",
  week: "This week",
  until: "Choose date and time",
} as const;

export type Expiry = keyof typeof EXPIRIES;

/** The end of a day in the reader's zone, some days on. */
const endOfDay = (now: Date, days = 0): Date => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days + 1);

/** The moment that a choice means; null for none. A week ends with its Sunday. */
export function expiryOf(choice: Expiry, now: Date, until: Date | null): Date | null {
  switch (choice) {
    case "never":
      return null;
    case "half":
      return new Date(now.getTime() + HOUR_MS / 2);
    case "hour":
      return new Date(now.getTime() + HOUR_MS);
    case "hours":
      return new Date(now.getTime() + 4 * HOUR_MS);
    case "today":
      return endOfDay(now);
    case "week":
      return endOfDay(now, (7 - now.getDay()) % 7);
    case "until":
      return until;
  }
}

/** What somebody says of themselves, unless its time is over. */
export function statusAt(person: PersonPresencePayload | null, now: Date): StatusPayload | null {
  const status = person?.status ?? null;
  return status?.expires_at && new Date(status.expires_at) <= now ? null : status;
}

/** "In a meeting, until 15:00" */
export function describeStatus({ emoji, text, expires_at }: StatusPayload): string {
  const words = text || emoji;
  if (!expires_at) return words;
  const moment = new Date(expires_at);
  const time = formatTime(moment);
  const today = dayOf(moment) === dayOf(new Date());
  return `${words}, until ${today ? time : `${formatDay(moment, new Date())}, ${time}`}`;
}

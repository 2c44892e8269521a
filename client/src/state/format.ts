const MINUTE_MS = 60_000;

const time = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const dated = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
const plural = new Intl.PluralRules(undefined);
const integer = new Intl.NumberFormat(undefined);

/** The time of day in the reader's zone. */
export const formatTime = (moment: Date): string => time.format(moment);

/** The time of day where there is little room: without AM or PM, which the row above it has. */
export const formatShortTime = (moment: Date): string =>
  time
    .formatToParts(moment)
    .map(({ type, value }) => (type === "dayPeriod" ? "" : value))
    .join("")
    .trim();

/** Day and time, in full. */
export const formatMoment = (moment: Date): string => full.format(moment);

export const formatNumber = (count: number): string => integer.format(count);

/** A day in the reader's zone, as a number that grows by one each day, whatever the clocks do. */
export const dayOf = (moment: Date): number =>
  Math.round(Date.UTC(moment.getFullYear(), moment.getMonth(), moment.getDate()) / 86_400_000);

/** "Today", "Yesterday", or the date, with its year where that is another. */
export function formatDay(moment: Date, now: Date): string {
  const days = dayOf(moment) - dayOf(now);
  if (days === 0 || days === -1) {
    const text = relative.format(days, "day");
    return text.charAt(0).toLocaleUpperCase() + text.slice(1);
  }
  return (moment.getFullYear() === now.getFullYear() ? weekday : dated).format(moment);
}

/** Whether two moments are close enough to be said in one breath. */
export const isSoonAfter = (earlier: Date, later: Date): boolean =>
  later.getTime() - earlier.getTime() < 5 * MINUTE_MS;

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** A size in bytes for people: "130 MB". Counts in 1000s, as the server's limit does. */
export function formatSize(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < UNITS.length - 1) {
    size /= 1000;
    unit++;
  }
  const name = UNITS[unit] ?? "byte";
  return new Intl.NumberFormat(undefined, {
    style: "unit",
    unit: name,
    unitDisplay: unit === 0 ? "long" : "short",
    maximumFractionDigits: size < 10 && unit > 0 ? 1 : 0,
  }).format(size);
}

/** "1 file", "3 files". */
export function formatCount(count: number, one: string, other: string): string {
  return `${integer.format(count)} ${plural.select(count) === "one" ? one : other}`;
}

const sizeUnits = ["bytes", "kB", "MB", "GB", "TB", "PB"];

/** A size for people, in decimal units: `4.2 GB`, `870 kB`, `0 bytes`. */
export function formatSize(sizeBytes: number): string {
  const power = Math.min(
    sizeUnits.length - 1,
    Math.max(0, Math.floor(Math.log10(Math.max(1, sizeBytes)) / 3)),
  );
  const value = sizeBytes / 1000 ** power;
  return `${value.toFixed(power > 0 && value < 10 ? 1 : 0)} ${sizeUnits[power]}`;
}

/** A duration for people: `45 s`, `6 min`, `2 h 5 min`. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.max(0, Math.round(durationMs / 1000));
  if (seconds < 100) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 100) return `${minutes} min`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** By time zone. To make one takes longer than all that is asked of it, and a month's runs ask many hundred times. */
const formats = new Map<string, Intl.DateTimeFormat>();

function openFormat(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  });
  formats.set(timeZone, format);
  return format;
}

function readParts(ms: number, timeZone: string): Record<string, string> {
  return Object.fromEntries(
    openFormat(timeZone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, value]),
  );
}

/** The calendar day in a zone: `2026-03-01`. */
export function formatDay(ms: number, timeZone: string): string {
  const { year, month, day } = readParts(ms, timeZone);
  return `${year}-${month}-${day}`;
}

/** The time of day in a zone: `04:30:12`. */
export function formatClockTime(ms: number, timeZone: string): string {
  const { hour, minute, second } = readParts(ms, timeZone);
  return `${hour}:${minute}:${second}`;
}

/**
 * A moment in a zone and in UTC: `2026-03-01 04:30:12 Europe/Berlin (03:30:12 UTC)`, with UTC's date where it is another.
 */
export function formatMoment(ms: number, timeZone: string): string {
  const day = formatDay(ms, timeZone);
  const local = `${day} ${formatClockTime(ms, timeZone)} ${timeZone}`;
  if (timeZone === "UTC") return local;
  const utcDay = formatDay(ms, "UTC");
  return `${local} (${utcDay === day ? "" : `${utcDay} `}${formatClockTime(ms, "UTC")} UTC)`;
}

/** An age for people: `45 min`, `20 h`, `3 days`. */
export function formatAge(ageMs: number): string {
  const hours = ageMs / 3_600_000;
  if (hours < 2) return `${Math.max(0, Math.round(ageMs / 60_000))} min`;
  return hours < 36 ? `${Math.round(hours)} h` : `${Math.round(hours / 24)} days`;
}

/** How a size compares with another: `3 % more than`, `12 % less than`, `as large as`, `4.2 times as large as`. */
export function compareSizes(sizeBytes: number, otherBytes: number): string {
  const ratio = sizeBytes / otherBytes;
  if (ratio >= 3) return `${ratio.toFixed(1)} times as large as`;
  if (ratio < 0.01) return "less than 1 % of";
  const percent = Math.round((ratio - 1) * 100);
  if (percent === 0) return "as large as";
  return percent > 0 ? `${percent} % more than` : `${-percent} % less than`;
}

/** Which one of a row: `1st`, `2nd`, `3rd`, `4th`, `11th`, `22nd`. */
export function formatOrdinal(number: number): string {
  const teen = Math.floor(number / 10) % 10 === 1;
  return `${number}${(!teen && ["", "st", "nd", "rd"][number % 10]) || "th"}`;
}

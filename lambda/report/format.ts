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

function readParts(ms: number, timeZone: string): Record<string, string> {
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
  return Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]));
}

/** The calendar day in a zone: `2026-03-01`. */
export function formatDay(ms: number, timeZone: string): string {
  const { year, month, day } = readParts(ms, timeZone);
  return `${year}-${month}-${day}`;
}

function formatClockTime(ms: number, timeZone: string): string {
  const { hour, minute, second } = readParts(ms, timeZone);
  return `${hour}:${minute}:${second}`;
}

/** A moment in a zone and in UTC: `2026-03-01 04:30:12 Europe/Berlin (2026-03-01 03:30:12 UTC)`. */
export function formatMoment(ms: number, timeZone: string): string {
  const utc = `${formatDay(ms, "UTC")} ${formatClockTime(ms, "UTC")} UTC`;
  if (timeZone === "UTC") return utc;
  return `${formatDay(ms, timeZone)} ${formatClockTime(ms, timeZone)} ${timeZone} (${utc})`;
}

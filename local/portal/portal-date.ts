/** How the server writes "never". */
export const NEVER = "0001-01-01T00:00:00";

/** A database date: UTC, and silent about it (`2026-03-01T02:15:00`). */
export function formatBareDate(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 19);
}

/** An API date, with its offset (`2026-03-01T02:15:00.0000000+00:00`). */
export function formatOffsetDate(atMs: number): string {
  return `${formatBareDate(atMs)}.0000000+00:00`;
}

/** The moment at which the UTC month of `atMs` began. */
export function startOfMonth(atMs: number): number {
  const date = new Date(atMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}

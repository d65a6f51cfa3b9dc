import type { Allowance } from "../portal/portal-facts";

/** The calendar month (UTC) in which a backup of that moment (in milliseconds since 1970) is counted: `2026-03`. */
export function monthOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 7);
}

/** Whether a backup that begins now may be charged; where the portal does not tell whether paid ones are on, it may. */
export function isCharged({ freeAllowed, freeUsed, pays = true }: Allowance): boolean {
  return pays && freeUsed >= freeAllowed;
}

/** Whether it may be asked for: a charge that the settings do not allow may not. */
export function isAllowed(allowance: Allowance, maxPaid: number): boolean {
  const { paid = 0 } = allowance;
  return !isCharged(allowance) || paid < maxPaid;
}

/** What becomes of so many further backups of this month. */
export function spend(
  allowance: Allowance,
  count: number,
  maxPaid: number,
): { readonly free: number; readonly charged: number; readonly refused: number } {
  const free = Math.min(count, Math.max(0, allowance.freeAllowed - allowance.freeUsed));
  const { paid = 0, pays = true } = allowance;
  const mayPay = pays ? Math.max(0, maxPaid - paid) : 0;
  const charged = Math.min(count - free, mayPay);
  return { free, charged, refused: count - free - charged };
}

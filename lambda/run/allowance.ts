import type { Allowance } from "../portal/portal-facts";

/** Whether a backup that begins now is charged. */
export function isCharged({ freeAllowed, freeUsed, pays }: Allowance): boolean {
  return pays && freeUsed >= freeAllowed;
}

/** Whether it may be asked for: a charge that the settings do not allow may not. */
export function isAllowed(allowance: Allowance, maxPaid: number): boolean {
  return !isCharged(allowance) || allowance.paid < maxPaid;
}

/** The allowance after so many further backups of this month, and how many of them would not be made. */
export function spend(
  allowance: Allowance,
  count: number,
  maxPaid: number,
): { readonly free: number; readonly charged: number; readonly refused: number } {
  const free = Math.min(count, Math.max(0, allowance.freeAllowed - allowance.freeUsed));
  const mayPay = allowance.pays ? Math.max(0, maxPaid - allowance.paid) : 0;
  const charged = Math.min(count - free, mayPay);
  return { free, charged, refused: count - free - charged };
}

import { Rehearsal, type RehearsalOptions } from "../../local/rehearsal/rehearsal";

/** Opens a rehearsal as tests want it: it leaps over all waiting, is the same each time, and begins on 2026-03-01. */
export function openRehearsal(
  options: Omit<RehearsalOptions, "speed" | "seed" | "afterMs"> &
    Partial<Pick<RehearsalOptions, "afterMs" | "seed">>,
): Promise<Rehearsal> {
  return Rehearsal.open({
    speed: Number.POSITIVE_INFINITY,
    seed: 1,
    afterMs: Date.parse("2026-03-01T00:00:00Z"),
    ...options,
  });
}

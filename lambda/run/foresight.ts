import { describeError } from "../outside-text";
import type { Allowance, KeyFacts, PlanFacts } from "../portal/portal-facts";
import { settle } from "../settled";
import { budgets, lookReserveMs } from "./limits";
import type { Warning } from "./outcome";
import { readUntil, type Work } from "./step";

/** What may keep the next backups from being made, as the portal told it before this one was asked for. */
export interface Foresight {
  /** Absent where backups are not counted, or the counts could not be read. */
  readonly allowance?: Allowance;
  /** Why the counts could not be read, where there may be some: a quote. */
  readonly uncounted?: string;
  readonly key?: KeyOutlook;
  /** The portal's plan. */
  readonly plan?: PlanFacts;
}

/** The key, as the portal's administrators know it, and its end. */
export interface KeyOutlook {
  /** `"Nightly backup" (…cdef)`: a quote, and never more than the key's last four characters. */
  readonly name: string;
  /** In milliseconds since 1970; absent for a key that does not expire. */
  readonly expiresAtMs?: number;
}

const dayMs = 86_400_000;

/** From when on before an end it is told, and from when on it is a warning. */
export const toldMs = 30 * dayMs;
export const warnedMs = 14 * dayMs;

/** Names a key by what is no secret of it. */
export function nameKey({ name, keyPostfix = "" }: Pick<KeyFacts, "name" | "keyPostfix">): string {
  return `${name === undefined ? "" : `"${name}" `}(…${keyPostfix.slice(-4)})`;
}

/** Asks what may keep the next backups from being made. It keeps none from being made itself, and throws nothing. */
export async function foresee(work: Work): Promise<Foresight> {
  const { inspector } = work.ports;
  const untilMs = readUntil(work, budgets.foreseeMs, lookReserveMs);
  const [key, state] = await Promise.all([settle(inspector.key(untilMs)), settle(inspector.state(untilMs))]);
  const outlook = key.value && { name: nameKey(key.value), expiresAtMs: key.value.expiresAt };
  // A server of one's own counts no backups and has no plan: it is not asked for them.
  if (state.value?.standalone) return { key: outlook };
  const [allowance, plan] = await Promise.all([
    settle(inspector.allowance(untilMs)),
    settle(inspector.plan(untilMs)),
  ]);
  return {
    key: outlook,
    plan: plan.value,
    allowance: allowance.value,
    uncounted: allowance.error && describeError(allowance.error),
  };
}

/** What of it is a warning beside a backup that is well. */
export function warnOf({ key, uncounted }: Foresight, nowMs: number): Warning[] {
  const { name, expiresAtMs = Number.POSITIVE_INFINITY } = key ?? {};
  return [
    ...(expiresAtMs - nowMs < warnedMs
      ? [
          {
            kind: "key-expires",
            said: `${name} expires on ${new Date(expiresAtMs).toISOString().slice(0, 10)}`,
          } as const,
        ]
      : []),
    ...(uncounted === undefined ? [] : [{ kind: "uncounted", said: uncounted } as const]),
  ];
}

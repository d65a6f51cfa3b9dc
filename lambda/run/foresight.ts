import { describeError } from "../outside-text";
import type { Allowance, KeyFacts, PlanFacts } from "../portal/portal-facts";
import type { Inspector } from "../portal/portal-inspector";
import { settle } from "../settled";
import { budgets, lookReserveMs } from "./limits";
import type { Warning } from "./outcome";
import type { Run } from "./run";
import { readUntil, type Work } from "./step";

/** What may keep the next backups from being made, as the portal told it before this one was asked for. */
export interface Foresight {
  /** When it was told, in milliseconds since 1970. */
  readonly atMs?: number;
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
  const { clock, inspector } = work.ports;
  const untilMs = readUntil(work, budgets.foreseeMs, lookReserveMs);
  const [key, counted] = await Promise.all([settle(inspector.key(untilMs)), count(inspector, untilMs)]);
  const outlook = key.value && { name: nameKey(key.value), expiresAtMs: key.value.expiresAt };
  return { atMs: clock.now(), key: outlook, ...counted };
}

/** What only a portal of the cloud has: backups that are counted, and a plan. */
async function count(
  inspector: Inspector,
  untilMs: number,
): Promise<Pick<Foresight, "allowance" | "plan" | "uncounted">> {
  const state = await settle(inspector.state(untilMs));
  if (state.value?.standalone) return {};
  const [allowance, plan] = await Promise.all([
    settle(inspector.allowance(untilMs)),
    settle(inspector.plan(untilMs)),
  ]);
  return {
    plan: plan.value,
    allowance: allowance.value,
    uncounted: allowance.error ? describeError(allowance.error) : allowance.value?.untold,
  };
}

/** What of it is a warning beside a backup that is well. One that was joined is charged to whoever asked for it. */
export function warnOf(
  { foresight = {}, notes }: Pick<Run, "foresight" | "notes">,
  nowMs: number,
): Warning[] {
  const { key, uncounted } = foresight;
  const { name, expiresAtMs = Number.POSITIVE_INFINITY } = key ?? {};
  const isJoined = notes.some(({ kind }) => kind === "joined");
  return [
    ...(expiresAtMs - nowMs < warnedMs
      ? [
          {
            kind: "key-expires",
            said: `${name} expires on ${new Date(expiresAtMs).toISOString().slice(0, 10)}`,
          } as const,
        ]
      : []),
    ...(uncounted === undefined || isJoined ? [] : [{ kind: "uncounted", said: uncounted } as const]),
  ];
}

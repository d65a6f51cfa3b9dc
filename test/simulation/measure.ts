import { Luck } from "./luck";
import { World } from "./world";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const nightMs = Date.parse("2026-03-01T03:30:00Z");

/**
 * What an invocation costs beside its own waiting, generously: the start of a cold process at 256 MB, and the time of one
 * call to AWS and to the portal.
 */
export const allowance = { coldStartMs: 600, awsCallMs: 30, portalCallMs: 250 };

/** The worst of several nights with a backup of one duration. */
export interface Measurement {
  readonly invocations: number;
  readonly billedSeconds: number;
  readonly portalRequests: number;
  /** From the end of the backup to its report. */
  readonly delaySeconds: number;
  /** The same as a share of what is allowed: the greater of 15 % of the duration and 3 minutes, and at most 15 minutes. */
  readonly delayShare: number;
}

export const durations: readonly { readonly name: string; readonly durationMs: number }[] = [
  { name: "20 s", durationMs: 20_000 },
  { name: "5 min", durationMs: 5 * minuteMs },
  { name: "1 h", durationMs: hourMs },
  { name: "6 h", durationMs: 6 * hourMs },
  { name: "12 h", durationMs: 12 * hourMs },
  { name: "22 h", durationMs: 22 * hourMs },
];

async function liveOneNight(durationMs: number, seed: number): Promise<Measurement> {
  const luck = new Luck(seed);
  const { awsCallMs, portalCallMs, coldStartMs } = allowance;
  const world = new World(
    nightMs,
    {
      callMs: (name) => (name.startsWith("portal") ? portalCallMs : awsCallMs),
      call: () => "well",
      start: () => ({ kind: "accepted" }),
      job: () => ({ durationMs, end: { kind: "completed" } }),
      // Every process starts cold, and the scheduler is up to a minute late.
      wakeUp: () => ({ lateMs: coldStartMs + luck.between(0, minuteMs), deliveries: 1 }),
    },
    { GIVE_UP_AFTER_HOURS: "23" },
  );
  world.timeline.at(nightMs + luck.between(0, minuteMs), () =>
    world.invoke({ mode: "backup", trigger: "schedule", scheduledTime: "2026-03-01T03:30:00Z" }),
  );
  await world.timeline.liveUntil(nightMs + 24 * hourMs);
  const [mail] = world.mails;
  const endMs = world.portal.lastEndMs;
  if (!mail?.subject.startsWith("[OK]") || endMs === undefined)
    throw new Error(`not OK but ${mail?.subject}`);
  const busyMs = world.invocations.reduce((sum, { startedMs, endedMs }) => sum + endedMs - startedMs, 0);
  const allowedSeconds = Math.min(15 * 60, Math.max(3 * 60, (0.15 * durationMs) / 1000));
  const delaySeconds = (mail.atMs - endMs) / 1000;
  return {
    invocations: world.invocations.length,
    billedSeconds: (busyMs + world.invocations.length * coldStartMs) / 1000,
    portalRequests: world.portalRequests.length,
    delaySeconds,
    delayShare: delaySeconds / allowedSeconds,
  };
}

/** Measures many nights with backups of about one duration, and takes the worst of each figure. */
export async function measure(durationMs: number, nights: number): Promise<Measurement> {
  const luck = new Luck(1);
  const measurements: Measurement[] = [];
  for (let night = 0; night < nights; night++) {
    // The end may fall anywhere between two looks.
    measurements.push(
      await liveOneNight(durationMs - luck.between(0, Math.min(durationMs / 20, 15 * minuteMs)), night),
    );
  }
  const worst = (figure: (measurement: Measurement) => number) => Math.max(...measurements.map(figure));
  return {
    invocations: worst(({ invocations }) => invocations),
    billedSeconds: worst(({ billedSeconds }) => billedSeconds),
    portalRequests: worst(({ portalRequests }) => portalRequests),
    delaySeconds: worst(({ delaySeconds }) => delaySeconds),
    delayShare: worst(({ delayShare }) => delayShare),
  };
}

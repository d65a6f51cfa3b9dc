import type { AlarmNotice } from "../../local/aws/cloudwatch/cloudwatch";
import { findNextOccurrence } from "../../local/aws/cron-expression";
import type { Deployment } from "../../local/aws/deployment";
import type { SentMail } from "../../local/aws/ses";
import { armKill } from "../../local/rehearsal/arm-kill";
import type { Night } from "../../local/rehearsal/night";
import type { Rehearsal } from "../../local/rehearsal/rehearsal";
import { DeployedPortals } from "../rehearsal/deployed-portals";
import { openRehearsal } from "../rehearsal/open-rehearsal";
import { Stage, secondMs } from "../rehearsal/stage";
import { Luck } from "../simulation/luck";
import { drawFortnightWeather, type FortnightWeather } from "./fortnight-weather";

/** A night of the fortnight. */
export interface FortnightNight {
  readonly runId: string;
  /** When its event is due, in milliseconds since 1970. */
  readonly dueMs: number;
  /** When the next night's is. */
  readonly nextDueMs: number;
  readonly weather: FortnightWeather;
}

/** A fortnight after its end, as it looks from outside. */
export interface Fortnight {
  readonly nights: readonly FortnightNight[];
  readonly lived: readonly Night[];
  readonly mails: readonly SentMail[];
  /** Requests for a backup that the portal may have accepted: when they came, in milliseconds since 1970. */
  readonly postsMs: readonly number[];
  /** The backups in the portal's history. */
  readonly backupIds: ReadonlySet<string>;
  readonly notices: readonly AlarmNotice[];
  readonly isAtRest: boolean;
}

export const nightCount = 14;
/** Undisturbed, so that what was forgotten comes to its end. */
const calmCount = 2;
/** The clocks change within. */
const afterMs = Date.parse("2026-03-21T12:00:00Z");

const calm = { durationMs: 20 * secondMs, ending: { kind: "completed" } } as const;

function listDue({ schedules }: Deployment): number[] {
  const [schedule] = schedules;
  if (schedule === undefined) throw new Error("The stack has no schedule.");
  const due: number[] = [];
  for (let lastMs = afterMs; due.length < nightCount + calmCount; ) {
    const nextMs = findNextOccurrence(schedule.expression, schedule.timeZone, lastMs);
    if (nextMs === undefined) throw new Error("The schedule ends.");
    due.push(nextMs);
    lastMs = nextMs;
  }
  return due;
}

/**
 * Rehearses fourteen nights of one deployment with the bundled function: one ledger, one portal with its history, one set of
 * wake-ups. Two calm ones follow.
 * @param seed decides what befalls; how far a process comes until then is up to the machine
 */
export async function liveFortnight(seed: number): Promise<Fortnight> {
  const scenario = { name: "fortnight", summary: "", arrange: () => undefined };
  const portals = await DeployedPortals.synthesise([scenario]);
  try {
    const deployment = portals.deploy(scenario);
    const luck = new Luck(seed);
    const due = listDue(deployment);
    const nights = due.slice(0, nightCount).map((dueMs, index) => ({
      runId: new Date(dueMs).toISOString().replace(".000Z", "Z"),
      dueMs,
      nextDueMs: due[index + 1] ?? Infinity,
      weather: drawFortnightWeather(luck, dueMs),
    }));
    const { portalPort } = portals;
    const rehearsal = await openRehearsal({ deployment, scenario, portalPort, seed, afterMs });
    try {
      return await liveThrough(rehearsal, nights, due);
    } finally {
      await rehearsal.close();
    }
  } finally {
    portals.remove();
  }
}

async function liveThrough(
  rehearsal: Rehearsal,
  nights: readonly FortnightNight[],
  due: readonly number[],
): Promise<Fortnight> {
  const { account, portal, clock } = rehearsal;
  const startMs = clock.now();
  account.firing.planDeliveries = ({ scheduledAtMs, schedule }, usualDelayMs) => {
    const isNightly = account.deployment.schedules.some(({ arn }) => arn === schedule.arn);
    const night = nights.find(({ dueMs }) => dueMs === scheduledAtMs);
    return isNightly && night !== undefined ? night.weather.eventDelaysMs : [usualDelayMs];
  };
  let mend = () => {};
  for (const dueMs of due)
    clock.at(dueMs - 5 * secondMs, () => {
      mend();
      mend = disturb(rehearsal, nights.find((night) => night.dueMs === dueMs)?.weather);
    });
  const lived: Night[] = [];
  const [lastMs = startMs] = due.slice(-1);
  while (clock.now() < lastMs) lived.push(await rehearsal.live());
  const active = await new Stage(rehearsal).readActive();
  return {
    nights,
    lived,
    mails: account.ses.mails,
    postsMs: portal.requests
      .filter(({ path, status }) => path.endsWith("/backup/startbackup") && status !== 429)
      .map(({ atMs }) => atMs),
    backupIds: new Set(portal.state.history.map(({ id }) => id.toLowerCase())),
    notices: account.cloudWatch.foresee(startMs),
    isAtRest: active === undefined,
  };
}

/**
 * Brings a night's trouble upon the account and the portal; without any, all is calm.
 * @returns what takes away what does not pass by itself
 */
function disturb({ account, portal }: Rehearsal, weather: FortnightWeather | undefined): () => void {
  const { faults, lambda, ses } = account;
  portal.state.nextJob = { ...portal.state.nextJob, ...(weather?.backup ?? calm) };
  lambda.rejection = weather?.isLambdaShut
    ? { code: "TooManyRequestsException", message: "Rate Exceeded." }
    : undefined;
  ses.rejection = weather?.isMailRefused
    ? { code: "MessageRejected", message: "Sending is paused." }
    : undefined;
  if (weather === undefined) return () => {};
  for (const front of weather.portal) portal.addWeather(front);
  if (weather.killAt !== undefined) armKill(weather.killAt, { account, portal });
  const mends = weather.faults.map((fault) => faults.add(fault));
  return () => {
    for (const mend of mends) mend();
  };
}

import { deploySettings } from "../monitoring/deploy-settings";
import { dayMs, hourMs, listNights, minuteMs } from "../monitoring/nights";
import { calm, drawCall, drawDuration, drawJob, drawStart, drawWakeUp } from "../simulation/chance";
import { Luck } from "../simulation/luck";
import type { StartFate } from "../simulation/simulated-portal";
import { World } from "../simulation/world";
import { drawWeather, type Weather } from "./year-weather";

/** A night of the year. */
export interface YearNight {
  /** The id of its run: `2026-03-01T03:30:00Z`. */
  readonly runId: string;
  /** When its event is due, in milliseconds since 1970. */
  readonly scheduledMs: number;
  readonly weather: Weather;
}

/** A backup that somebody asked for in the console. */
export interface Click {
  readonly runId: string;
  /** In milliseconds since 1970. */
  readonly atMs: number;
}

/** A year after its end. */
export interface LivedYear {
  readonly world: World;
  readonly nights: readonly YearNight[];
  readonly clicks: readonly Click[];
  /** The runs of the calm nights after the year. */
  readonly calmRunIds: readonly string[];
  /** What became of the requests for a backup. */
  readonly starts: readonly StartFate[];
  /** In milliseconds since 1970. */
  readonly startMs: number;
  readonly endMs: number;
}

/** The stack whose schedule the year follows, over both changes of the clock. */
export const deployment = deploySettings({ timeZone: "Europe/Berlin" });

const startMs = Date.parse("2026-03-01T00:00:00Z");
const yearEndMs = Date.parse("2027-03-01T00:00:00Z");
const endMs = yearEndMs + 2 * dayMs;

/** What the console sends. Nothing else is this object. */
export const clickEvent = {};

/** The run of a click, by its request. */
export function readClickId(requestId: string): string {
  return `manual ${requestId}`;
}

/** A healthy portal ends its backups before they are given up. */
const longestHealthyMs = 11 * hourMs;

function writeScheduledTime(scheduledMs: number): string {
  return new Date(scheduledMs).toISOString().replace(".000Z", "Z");
}

/**
 * Lives through 365 nights of one deployment: one ledger, one portal with its history, one set of wake-ups. Half of them are
 * undisturbed but for how long everything takes; in the others anything may happen. Two calm ones follow, which are not counted:
 * the first may still have to end what was forgotten.
 * @param seed decides all that is left to chance
 */
export async function liveOneYear(seed: number): Promise<LivedYear> {
  const planLuck = new Luck(seed);
  const nights = listNights(deployment, startMs, yearEndMs).map(({ scheduledMs }) => ({
    runId: writeScheduledTime(scheduledMs),
    scheduledMs,
    weather: drawWeather(planLuck, { scheduledMs }),
  }));
  // What happens between two nights' events has luck of its own: what one day uses up changes no other.
  let luck = new Luck(0);
  let weather: Pick<Weather, "isMailRefused" | "troubleShare"> = { troubleShare: 0, isMailRefused: false };
  const isCalm = () => weather.troubleShare === 0;
  const starts: StartFate[] = [];
  const world = new World(startMs, {
    callMs: () => luck.between(1, 3_000),
    call: (name) =>
      weather.isMailRefused && name === "mail" ? "fails-before" : drawCall(luck, name, weather.troubleShare),
    start: () => {
      const fate = isCalm() ? calm.start() : drawStart(luck);
      starts.push(fate);
      return fate;
    },
    job: () =>
      isCalm()
        ? { ...calm.job(), durationMs: Math.min(drawDuration(luck), longestHealthyMs) }
        : drawJob(luck),
    wakeUp: () => (isCalm() ? { lateMs: luck.between(0, minuteMs), deliveries: 1 } : drawWakeUp(luck)),
  });
  const { timeline, portal } = world;
  const wake = (scheduledTime: string) =>
    world.invoke({ mode: "backup", trigger: "schedule", scheduledTime });
  const clicks: Click[] = [];
  for (const [index, { runId, scheduledMs, weather: coming }] of nights.entries()) {
    timeline.at(scheduledMs - 2 * minuteMs, () => {
      luck = new Luck(seed + 1_000 * (index + 1));
      weather = coming;
    });
    portal.outages.push(...coming.outages);
    for (const afterMs of coming.event.afterMs) timeline.at(scheduledMs + afterMs, () => wake(runId));
    for (const afterMs of coming.clicksAfterMs) {
      const requestId = `click-${clicks.length + 1}`;
      clicks.push({ runId: readClickId(requestId), atMs: scheduledMs + afterMs });
      timeline.at(scheduledMs + afterMs, () => world.invoke(clickEvent, requestId));
    }
    for (const { afterMs, plan, storageType } of coming.others)
      timeline.at(scheduledMs + afterMs, () => void portal.begin(timeline.nowMs, plan, storageType));
  }
  timeline.at(yearEndMs, () => {
    weather = { troubleShare: 0, isMailRefused: false };
    portal.outages.length = 0;
  });
  const calmNights = listNights(deployment, yearEndMs, endMs).map(({ scheduledMs }) => ({
    runId: writeScheduledTime(scheduledMs),
    scheduledMs,
  }));
  for (const { runId, scheduledMs } of calmNights) timeline.at(scheduledMs, () => wake(runId));
  await timeline.liveUntil(endMs);
  const calmRunIds = calmNights.map(({ runId }) => runId);
  return { world, nights, clicks, calmRunIds, starts, startMs, endMs };
}

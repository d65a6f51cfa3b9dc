import { formatDay } from "../../lambda/report/format";
import { type Status, statuses } from "../../lambda/run/outcome";
import { seedRandom } from "../../local/aws/seeded-random";
import { Counted, hourMs, listRings, minuteMs, type Ring } from "../monitoring/nights";
import { groupByRun } from "../simulation/promises";
import type { PastInvocation, SentMail } from "../simulation/world";
import { clickEvent, deployment, type LivedYear, readClickId, type YearNight } from "./year";

/** How somebody learnt what became of a run that was wanted. */
export type Told =
  /** By a report of its own; this is the first word of the last one. */
  | Status
  /** By an alarm and no report: the event lies in the queue; or Lambda dropped it, each invocation died, or no mail was taken. */
  | "EventUndelivered"
  | "FunctionFailed"
  /** By the alarm that no backup was verified for so long: nothing happened at all. */
  | "NoVerifiedBackup"
  /** By the report of another run: one that was under way when the event came; or by hand, on a day whose event was lost. */
  | "another run"
  /** By the next report, which shows the day as one without a run. */
  | "gap"
  /** By nobody. */
  | "lost";

export const alarmNames = ["FunctionFailed", "EventUndelivered", "NoVerifiedBackup"] as const;

/** What CloudWatch would have done in a year. */
type Rings = Readonly<Record<(typeof alarmNames)[number], readonly Ring[]>>;

/** A year, judged night by night. */
export interface YearTally {
  /** How somebody learnt what became of each night, in order. */
  readonly nights: readonly Told[];
  /** The same of what was asked for by hand. */
  readonly clicks: readonly Told[];
  readonly rings: Rings;
  /** Invocations that ended with an error, and no alarm about that. */
  readonly unrungErrors: readonly PastInvocation[];
}

export function isFailed({ end }: PastInvocation): boolean {
  return end.kind !== "answered";
}

/** The first word of a report. */
function readStatus({ subject }: SentMail): Status {
  const status = statuses.find((candidate) => subject.startsWith(`[${candidate}] `));
  if (status === undefined) throw new Error(`not a report's subject: ${subject}`);
  return status;
}

/** Counts what CloudWatch sees of a year, and lets its alarms judge. */
function ringAlarms({ world, nights, startMs, endMs }: LivedYear): Rings {
  const counted = new Counted(deployment, seedRandom(1));
  for (const report of world.metrics) counted.countReport(report);
  for (const invocation of world.invocations) {
    counted.countInvocation({ begunMs: invocation.startedMs, isFailed: isFailed(invocation) });
    // The console waits for its answer; all other events come by Lambda's queue.
    if (isFailed(invocation) && invocation.event !== clickEvent) counted.countDropped(invocation.endedMs);
  }
  for (const { scheduledMs, weather } of nights) {
    if (weather.event.kind === "undelivered") counted.countUndelivered(scheduledMs + hourMs);
    if (weather.event.kind === "dropped") counted.countDropped(scheduledMs + counted.maxEventAgeMs);
  }
  const ring = (name: (typeof alarmNames)[number]) =>
    listRings(deployment, name, counted, { fromMs: startMs, untilMs: endMs });
  return {
    FunctionFailed: ring("FunctionFailed"),
    EventUndelivered: ring("EventUndelivered"),
    NoVerifiedBackup: ring("NoVerifiedBackup"),
  };
}

/** Whether an alarm went off, or stood, at some time between two moments. */
function isRinging(rings: readonly Ring[], fromMs: number, untilMs: number): boolean {
  return rings.some(({ fromMs: onMs, untilMs: offMs = Infinity }) => onMs < untilMs && offMs > fromMs);
}

/** Metrics come late. */
const latestMs = 20 * minuteMs;

export function tallyYear(year: LivedYear): YearTally {
  const { world, nights, clicks, endMs } = year;
  const rings = ringAlarms(year);
  const mails = groupByRun(world.mails);
  const invocations = groupByRun(
    world.invocations.flatMap((invocation) =>
      [...new Set([readRunId(invocation), ...invocation.runIds])].map((runId) => ({ ...invocation, runId })),
    ),
  );
  const isRung = ({ startedMs, endedMs }: PastInvocation) =>
    isRinging(rings.FunctionFailed, startedMs, endedMs + latestMs);

  /** What was told of a run, by itself or by an alarm over one of its invocations. */
  function judgeRun(runId: string): Told | undefined {
    const report = mails.get(runId)?.at(-1);
    const own = invocations.get(runId) ?? [];
    if (report !== undefined) return readStatus(report);
    if (own.some((invocation) => isFailed(invocation) && isRung(invocation))) return "FunctionFailed";
    const occupant = own.map(({ end }) => readOccupant(end)).find((found) => found !== undefined);
    if (occupant === undefined) return undefined;
    return judgeRun(occupant) === undefined ? undefined : "another run";
  }

  function judgeNight({ runId, scheduledMs, weather }: YearNight, index: number): Told {
    const told = judgeRun(runId);
    if (told !== undefined) return told;
    const nextMs = nights[index + 1]?.scheduledMs ?? endMs;
    const { kind } = weather.event;
    if (kind === "undelivered" && isRinging(rings.EventUndelivered, scheduledMs, scheduledMs + 2 * hourMs))
      return "EventUndelivered";
    if (kind === "dropped" && isRinging(rings.FunctionFailed, scheduledMs, scheduledMs + 2 * hourMs))
      return "FunctionFailed";
    // Not before noon: until then it may still ring for the night before.
    if (isRinging(rings.NoVerifiedBackup, scheduledMs + 8 * hourMs, nextMs)) return "NoVerifiedBackup";
    const byHand = clicks.filter(({ atMs }) => day(atMs) === day(scheduledMs));
    if (byHand.some((click) => judgeRun(click.runId) !== undefined)) return "another run";
    const next = world.mails.find(({ atMs }) => atMs > nextMs);
    return next !== undefined && showsGap(next, scheduledMs) ? "gap" : "lost";
  }

  return {
    nights: nights.map(judgeNight),
    clicks: clicks.map(({ runId }) => judgeRun(runId) ?? "lost"),
    rings,
    unrungErrors: world.invocations.filter((invocation) => isFailed(invocation) && !isRung(invocation)),
  };
}

/** The run that an event was left to, which was under way. */
function readOccupant(end: PastInvocation["end"]): string | undefined {
  if (end.kind !== "answered" || end.answer.status !== "LEFT" || !("why" in end.answer)) return undefined;
  return end.answer.why === "occupied" ? end.answer.runId : undefined;
}

/** The run that an invocation was for. */
function readRunId({ event, requestId }: PastInvocation): string {
  if (event === clickEvent) return readClickId(requestId);
  if (typeof event === "object" && event !== null) {
    if ("runId" in event) return String(event.runId);
    if ("scheduledTime" in event) return String(event.scheduledTime);
  }
  throw new Error(`an event of no run: ${JSON.stringify(event)}`);
}

const day = (atMs: number): string => formatDay(atMs, "Europe/Berlin");

/** Whether a report shows a day as one without a run. */
function showsGap({ text }: SentMail, dayMs: number): boolean {
  const date = new Date(day(dayMs)).toUTCString().replace(",", "").slice(0, 10);
  return new RegExp(`^ *${date} +- +no run$`, "m").test(text);
}

import * as v from "valibot";
import { isVerified, type Status, statuses } from "../../lambda/run/outcome";
import type { AlarmNotice } from "../../local/aws/cloudwatch/cloudwatch";
import type { StandInPortal } from "../../local/portal/stand-in-portal";
import type { InvocationResult } from "../../local/runtime/invocation";
import { minuteMs, type Stage, secondMs } from "../rehearsal/stage";
import { collectSecrets, collectTraces, findSecrets } from "../rehearsal/traces";

/** What was told of a night: the first word of its report, or that an alarm alone tells of it. */
export type Verdict = Status | "alarm";

/** The most that the function's process may have resident. */
const maxMemoryBytes = 128 * 2 ** 20;
const timeoutMs = 2 * minuteMs;
/** So soon a check answers. */
const checkMs = 10 * secondMs;

/**
 * Holds a night to what is promised whatever goes wrong, and says what was told of it.
 * @param elsewhere what another host was asked
 */
export function judgeNight(stage: Stage, elsewhere: readonly unknown[]): Verdict {
  const { portal, mails, nights } = stage;
  const words = new Set(mails.map(({ subject }) => readFirstWord(subject)));
  const [word] = words;
  const status = statuses.find((one) => one === word);
  // One word of truth, or an alarm. Whoever may get the mail twice is told so.
  expect(words.size).toBeLessThanOrEqual(1);
  expect(status).toBe(word);
  expect(mails.slice(1).filter(({ text }) => !text.includes("may not be the only report"))).toEqual([]);
  if (status !== undefined && isVerified({ status })) expectArchive(stage);
  else expect(listAlarms(nights.flatMap(({ notices }) => notices))).toContain("Errors");

  expect(countStarts(portal)).toBeLessThanOrEqual(1);
  // A refused one is not sent again in the same invocation.
  expect(stage.posts).toBeLessThanOrEqual(nights.flatMap(({ invocations }) => invocations).length);
  expect(portal.state.jobs.length).toBeLessThanOrEqual(1);
  expect(elsewhere).toEqual([]);
  expectSecrecy(stage);
  expectModesty(
    nights.flatMap(({ invocations }) => invocations),
    timeoutMs,
  );
  return status ?? "alarm";
}

const checkAnswer = v.object({
  status: v.picklist(["OK", "WARNING", "FAILED"]),
  checks: v.array(v.object({ check: v.string(), result: v.string() })),
});

/** Holds the last click, which wanted a check and its mail, to the same, and says what the check came to. */
export function judgeCheck(stage: Stage, elsewhere: readonly unknown[]): string {
  const [click] = stage.nights.slice(-1);
  const { invocations = [], mails = [] } = click ?? {};
  expect(invocations).toEqual([expect.objectContaining({ outcome: "succeeded" })]);
  const [payload] = invocations.flatMap((one) => (one.outcome === "succeeded" ? [one.payload] : []));
  const { status, checks } = v.parse(checkAnswer, payload);
  // The mail says the same, unless it could not be sent: then the answer says that.
  const isMailed = checks.some(({ check, result }) => check === "Mail" && result === "ok");
  if (isMailed) expect(mails.map(({ subject }) => readFirstWord(subject))).toEqual([status]);
  else expect(status).toBe("FAILED");

  expect(stage.portal.requests.filter(({ method }) => method !== "GET")).toEqual([]);
  expect(elsewhere).toEqual([]);
  expectSecrecy(stage);
  expectModesty(invocations, checkMs);
  return status;
}

function readFirstWord(subject: string): string | undefined {
  return /^\[(\w+)\]/.exec(subject)?.[1];
}

/** The requests for a backup that the portal may have accepted: those that it did not refuse. */
function countStarts({ requests }: StandInPortal): number {
  return requests.filter(
    ({ path, status = 0 }) => path.endsWith("/startbackup") && (status < 300 || status >= 500),
  ).length;
}

/** What the alarms that go off look at. */
function listAlarms(notices: readonly AlarmNotice[]): string[] {
  return notices
    .filter(({ to }) => to === "ALARM")
    .flatMap(({ alarm }) => [...alarm.metrics.values()].map(({ name }) => name));
}

/** What the report vouches for is there. */
function expectArchive({ mails, portal: { state } }: Stage): void {
  const id = /Backup id (\S+)/.exec(mails[0]?.text ?? "")?.[1];
  const record = state.history.find((one) => one.id === id);
  const archive = state.archives.find((one) => one.id === record?.archiveId);
  expect(archive).toMatchObject({ condition: "present" });
  expect(archive?.sizeBytes).toBeGreaterThan(0);
}

function expectSecrecy({ nights, rehearsal }: Stage): void {
  for (const night of nights.slice(-1))
    expect(findSecrets(collectTraces({ night, rehearsal }), collectSecrets({ night, rehearsal }))).toEqual(
      [],
    );
}

/** No invocation takes more time or memory than it may. */
function expectModesty(invocations: readonly InvocationResult[], mostMs: number): void {
  expect(invocations.length).toBeGreaterThan(0);
  expect(Math.max(...invocations.map(({ durationMs }) => durationMs))).toBeLessThan(mostMs);
  expect(Math.max(...invocations.map(({ maxMemoryBytes }) => maxMemoryBytes))).toBeLessThan(maxMemoryBytes);
}

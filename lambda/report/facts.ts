import type { Configuration, ConfigurationError, Schedule } from "../configuration";
import type { RunOrder } from "../event";
import { quote } from "../outside-text";
import type { StorageType } from "../portal/storage-type";
import type { Foresight } from "../run/foresight";
import { nothingVerified, type Outcome, readStatus, type Status } from "../run/outcome";
import type { PastRun } from "../run/past-run";
import { type EndedRun, type Note, type OldBackup, type Run, readDurationMs } from "../run/run";

/** How many runs a report looks back over: enough for two weeks with several a day. */
export const recalledRuns = 60;

/** Everything that a report tells, before it becomes words. */
export interface ReportFacts {
  readonly status: Status;
  readonly backupName: string;
  /** The portal's origin. */
  readonly portalUrl: string;
  /** What the subject calls the portal: its host, with the port if it has one. */
  readonly portalHost: string;
  /** IANA name of the zone in which times are told, beside UTC. */
  readonly timeZone: string;
  /** Where the archive goes, for people: `Documents, folder 42`. */
  readonly storage: string;
  /** Undefined where the settings do not tell. */
  readonly storageType: StorageType | undefined;
  readonly runId: string;
  readonly trigger: Run["trigger"];
  /** Milliseconds since 1970. */
  readonly startedAtMs: number;
  /** When the outcome was known, in milliseconds since 1970. */
  readonly endedAtMs: number;
  /** How long the backup took, in milliseconds; undefined where the run cannot tell. */
  readonly durationMs: number | undefined;
  /** When this report was made, in milliseconds since 1970. */
  readonly reportedAtMs: number;
  readonly notes: readonly Note[];
  /** What may keep the next backups from being made, as far as the portal told. */
  readonly foresight: Foresight;
  /** How many backups of a calendar month may be charged. */
  readonly maxPaidBackupsPerMonth: number;
  /** Older backups that were deleted. */
  readonly deleted: readonly OldBackup[];
  /** The portal's id of the job, which is that of the backup too. */
  readonly taskId: string | undefined;
  readonly outcome: Outcome;
  /** The runs before this one, the newest first; undefined where they could not be looked up. */
  readonly earlier: readonly PastRun[] | undefined;
  readonly schedule: Schedule | "paused" | "unknown";
  /** How long after its begin a run is given up, in milliseconds. */
  readonly giveUpAfterMs: number;
  /** Where the folder `docs` of this project can be read. */
  readonly docsUrl: string | undefined;
  readonly origin: ReportOrigin;
}

/** Where the report comes from. */
export interface ReportOrigin {
  readonly functionName: string;
  /** Version of this project. */
  readonly version: string;
  /** For example `eu-central-1`. */
  readonly region: string;
  /** AWS's partition, for example `aws`. */
  readonly partition: string;
  readonly requestId: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
}

/** The facts of a run that has come to its end. */
export function describeRun(
  run: EndedRun,
  earlier: readonly PastRun[] | undefined,
  configuration: Configuration,
  reportedAtMs: number,
  origin: ReportOrigin,
): ReportFacts {
  const { backupName, portalUrl, timeZone, schedule, giveUpAfterMs, docsUrl, maxPaidBackupsPerMonth } =
    configuration;
  const { id: runId, trigger, startedAtMs, notes, foresight = {}, deleted = [] } = run;
  const { outcome, endedAtMs, taskId } = run.stage;
  return {
    status: readStatus(outcome),
    backupName,
    portalUrl,
    portalHost: new URL(portalUrl).host,
    timeZone,
    storage: describeStorage(configuration),
    storageType: configuration.storage.type,
    runId,
    trigger,
    startedAtMs,
    endedAtMs,
    durationMs: readDurationMs(startedAtMs, endedAtMs, notes),
    reportedAtMs,
    notes,
    foresight,
    maxPaidBackupsPerMonth,
    deleted,
    taskId: taskId && quote(taskId),
    outcome,
    earlier,
    schedule,
    giveUpAfterMs,
    docsUrl,
    origin,
  };
}

/** The facts of a run that could not begin, or be gone on with, because the function's settings make no sense. */
export function describeUnusableConfiguration(
  error: ConfigurationError,
  backupName: string | undefined,
  order: RunOrder,
  nowMs: number,
  origin: ReportOrigin,
): ReportFacts {
  const isBegun = order.mode === "follow";
  const problem = { stage: "settings", code: "configuration-unusable", said: error.message } as const;
  const verdict = isBegun ? "unverified" : "failed";
  const outcome = { verdict, problem, verification: nothingVerified } as const;
  return {
    status: readStatus(outcome),
    backupName: backupName ?? origin.functionName,
    portalUrl: "not known",
    portalHost: "unknown portal",
    timeZone: "UTC",
    storage: "not known",
    storageType: undefined,
    runId: isBegun ? quote(order.runId) : "not begun",
    trigger: isBegun ? "schedule" : order.trigger,
    startedAtMs: nowMs,
    endedAtMs: nowMs,
    durationMs: undefined,
    reportedAtMs: nowMs,
    notes: [],
    foresight: {},
    maxPaidBackupsPerMonth: 0,
    deleted: [],
    taskId: undefined,
    outcome,
    earlier: undefined,
    schedule: "unknown",
    giveUpAfterMs: 0,
    docsUrl: undefined,
    origin,
  };
}

/** Names the place of the archive, with what the setting says of it. */
export function describeStorage({ storage, dump }: Pick<Configuration, "storage" | "dump">): string {
  const { folderId, ...others } = storage.params;
  const folder = storage.type === "Documents" ? (folderId ?? '"My documents" of the key\'s owner') : folderId;
  const place = [
    storage.type,
    ...(folder === undefined ? [] : [/^\d/.test(folder) ? `folder ${folder}` : folder]),
    ...Object.entries(others).map(([key, value]) => `${key} ${value}`),
  ].join(", ");
  return dump ? `${place} (the whole installation)` : place;
}

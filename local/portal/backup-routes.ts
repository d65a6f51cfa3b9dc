import { demandAdmin } from "./access";
import { type Answer, controllerError, emptyAnswer, problem, Refusal, succeed, typeError } from "./answer";
import { isPresent } from "./archives";
import { type Call, readFlag } from "./call";
import { cancelJob } from "./job";
import { describeProgress, isAtLeast, showJob } from "./job-slot";
import { formatBareDate, NEVER, startOfMonth } from "./portal-date";
import type { Archive, BackupRecord, OwnSchedule, PortalState } from "./portal-state";
import type { Route } from "./route";
import { startBackup } from "./start-backup";

/** The calls below `/api/2.0/backup`. */
export const backupRoutes: readonly Route[] = [
  { method: "POST", path: "/api/2.0/backup/startbackup", access: "global-write", answer: startBackup },
  { method: "GET", path: "/api/2.0/backup/getbackupprogress", access: "global-read", answer: tellProgress },
  { method: "GET", path: "/api/2.0/backup/getbackuphistory", access: "global-read", answer: listHistory },
  { method: "POST", path: "/api/2.0/backup/cancelbackup", access: "global-write", answer: cancelBackup },
  {
    method: "DELETE",
    path: "/api/2.0/backup/deletebackup/:id",
    access: "global-write",
    answer: deleteBackup,
  },
  { method: "GET", path: "/api/2.0/backup/getbackupschedule", access: "global-read", answer: tellSchedule },
  { method: "GET", path: "/api/2.0/backup/getbackupscount", access: "global-read", answer: countBackups },
  { method: "GET", path: "/api/2.0/backup/getservicestate", access: "global-read", answer: tellServiceState },
];

function tellProgress(call: Call): Answer {
  demandAdmin(call);
  const { request, state, nowMs } = call;
  const shown = showJob(state, readFlag(call, "dump"), nowMs);
  return succeed(request, shown && describeProgress(state, shown, request.origin));
}

/** Lists the history, and forgets for good each record whose archive it does not find. */
function listHistory(call: Call): Answer {
  demandAdmin(call);
  const { request, state, nowMs } = call;
  if (!state.standalone && state.plan.tariffState === 3) {
    throw new Refusal(problem(402, "The subscription of the portal is not paid."));
  }
  const dump = readFlag(call, "dump");
  state.history = state.history.filter((record) => record.dump !== dump || isFound(record, state, nowMs));
  // Ids are random: their order has nothing to do with time, and the answer of the server has neither.
  const listed = state.history
    .filter((record) => record.dump === dump)
    .toSorted((one, other) => one.id.localeCompare(other.id));
  return succeed(
    request,
    listed.map((record) => describeRecord(record, findArchive(state, record))),
  );
}

function isFound(record: BackupRecord, state: PortalState, nowMs: number): boolean {
  const archive = findArchive(state, record);
  const amongDocuments = record.storageType < 2;
  if (archive?.condition === "unreachable" && !amongDocuments) {
    throw new Refusal(controllerError(500, "The storage could not be reached."));
  }
  return archive !== undefined && isPresent(archive, nowMs);
}

function findArchive(state: PortalState, { archiveId }: BackupRecord): Archive | undefined {
  return state.archives.find(({ id }) => id === archiveId);
}

function describeRecord({ id, storageType, createdMs }: BackupRecord, archive: Archive | undefined): object {
  return {
    id,
    fileName: archive?.fileName,
    storageType,
    createdOn: formatBareDate(createdMs),
    expiresOn: archive?.expiresMs === undefined ? NEVER : formatBareDate(archive.expiresMs),
  };
}

function cancelBackup(call: Call): Answer {
  const { request, state, nowMs } = call;
  if (!isAtLeast(state.version, "3.7.1")) {
    throw new Refusal(emptyAnswer(404));
  }
  demandAdmin(call);
  const shown = showJob(state, false, nowMs);
  if (shown !== undefined) {
    cancelJob(shown.job, nowMs);
  }
  return succeed(request, shown !== undefined);
}

function deleteBackup(call: Call, id: string): Answer {
  demandAdmin(call);
  const { request, state } = call;
  const record = state.history.find((one) => one.id === id);
  if (record === undefined) {
    throw new Refusal(controllerError(500, "Object reference not set to an instance of an object."));
  }
  state.history = state.history.filter((one) => one !== record);
  const archive = findArchive(state, record);
  if (archive !== undefined) {
    archive.condition = "gone";
  }
  return succeed(request, true);
}

/** Tells of the portal's own schedule; without one, the API leaves out `response`. */
function tellSchedule(call: Call): Answer {
  demandAdmin(call);
  const { request, state } = call;
  const dump = readFlag(call, "dump");
  const schedule = state.ownSchedules.find((one) => one.dump === dump);
  return succeed(request, schedule && describeSchedule(schedule));
}

function describeSchedule({
  storageType,
  storageParams,
  cron,
  backupsStored,
  lastBackupMs,
  dump,
}: OwnSchedule): object {
  return {
    storageType,
    storageParams,
    cronParams: cron,
    backupsStored,
    lastBackupTime: lastBackupMs === undefined ? NEVER : formatBareDate(lastBackupMs),
    dump,
  };
}

function countBackups(call: Call): Answer {
  demandAdmin(call);
  const { request, state, nowMs } = call;
  const wantPaid = readFlag(call, "paid");
  const fromMs = readMoment(call, "from", startOfMonth(nowMs));
  const toMs = readMoment(call, "to", nowMs);
  const counted = state.completedBackups.filter(
    ({ atMs, paid }) => paid === wantPaid && atMs >= fromMs && atMs <= toMs,
  );
  return succeed(request, counted.length);
}

function tellServiceState(call: Call): Answer {
  demandAdmin(call);
  return succeed(call.request, { enabled: call.state.plan.paidBackupsOn });
}

function readMoment({ request }: Call, name: string, absentMs: number): number {
  const text = request.query.get(name);
  if (text === null) {
    return absentMs;
  }
  const atMs = Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`);
  if (Number.isNaN(atMs)) {
    throw new Refusal(typeError(name, `The value '${text}' is not valid.`));
  }
  return atMs;
}

import { describeError, quote } from "../outside-text";
import type { BackupRecord } from "../portal/answers";
import type { DownloadLink } from "../portal/download-link";
import { prepareCleanUp } from "./clean-up";
import { absenceMs, budgets, callMs, reportReserveMs } from "./limits";
import type { Answer, Archive, ArchiveSize, Outcome, Problem, Verification, Warning } from "./outcome";
import type { PastRun } from "./past-run";
import { rememberedRuns } from "./plan-clean-up";
import { addNote, type Following, hasNote, type Run } from "./run";
import { describeShrinkage } from "./shrinkage";
import { end, moveTo, readUntil, type Step, type Work } from "./step";

/** What the slot says of a job that runs no longer. `error` and `warning` are quotes. */
export interface Ended {
  readonly says: "completed" | "failed" | "cancelled" | "vanished" | "replaced";
  readonly error: string;
  readonly warning: string;
  readonly link?: DownloadLink | undefined;
}

const seen: Record<Ended["says"], Answer> = {
  completed: { answer: "yes", because: "" },
  failed: { answer: "no", because: "the portal reports an error" },
  cancelled: { answer: "no", because: "the portal reports that it was cancelled" },
  vanished: { answer: "no", because: "the portal shows no backup any more" },
  replaced: { answer: "no", because: "the portal shows another backup" },
};

/**
 * Asks the history whether the job's backup exists: only that record is proof, whatever the slot says.
 * @throws PortalError when the history cannot be read
 */
export async function verify(run: Run, stage: Following, ended: Ended, work: Work): Promise<Step> {
  const untilMs = readUntil(work, budgets.verifyMs, callMs + reportReserveMs);
  const records = await work.ports.portal.history(work.wanted.dump, untilMs);
  const record = records.find(({ id }) => id === stage.taskId);
  return record === undefined
    ? judgeAbsence(run, stage, ended, work)
    : await judgeRecord(run, { record, records, ended, untilMs }, work);
}

/** Enough to find seven verified ones among them, some bad weeks aside. */
const comparedRuns = 30;

const noArchive: Answer = { answer: "not checked", because: "there is no archive" };

/** What was proved of a job whose history could not be read. */
export function describeUnproved(ended: Ended): Verification {
  const unread: Answer = { answer: "not checked", because: "the portal's history could not be read" };
  return describe(ended, unread, unread);
}

const absences: Record<Ended["says"], Problem["code"]> = {
  completed: "not-in-history",
  failed: "backup-error",
  cancelled: "cancelled",
  vanished: "vanished",
  replaced: "replaced",
};

/** An error or a cancel explains the absence; otherwise two looks must agree that the record is not there. */
function judgeAbsence(run: Run, stage: Following, ended: Ended, work: Work): Step {
  const { clock, log } = work.ports;
  const explained = ended.says === "failed" || ended.says === "cancelled";
  const absentSinceMs = stage.absentSinceMs ?? clock.now();
  if (!explained && clock.now() - absentSinceMs < absenceMs) {
    log("the backup runs no longer and is not in the history; looking again in a minute", {
      slot: ended.says,
    });
    const { trouble: _, ...rest } = stage;
    const problem: Problem = { stage: "verify", code: absences[ended.says], said: ended.warning };
    const verification = describe(ended, { answer: "no", because: "not yet" }, noArchive);
    const otherwise: Outcome = { verdict: "unverified", problem, verification };
    return { run: moveTo(run, { ...rest, absentSinceMs }), wait: { pauseMs: absenceMs, otherwise } };
  }
  const problem: Problem = {
    stage: "verify",
    code: absences[ended.says],
    said: ended.error || ended.warning,
  };
  const verification = describe(ended, { answer: "no", because: "" }, noArchive);
  return end(run, { verdict: "failed", problem, verification }, work);
}

interface Found {
  readonly record: BackupRecord;
  /** All that the history has. */
  readonly records: readonly BackupRecord[];
  readonly ended: Ended;
  readonly untilMs: number;
}

async function judgeRecord(run: Run, { record, records, ended, untilMs }: Found, work: Work): Promise<Step> {
  const { storageType } = record;
  if (storageType !== undefined && storageType !== work.wanted.storageType) {
    return leaveOther(run, storageType, ended, work);
  }
  const size = await measure(record, ended.link, untilMs, work);
  const archive: Archive = { id: record.id, fileName: quote(record.fileName), size };
  const earlier = await recall(work);
  const outcome = judgeArchive(archive, ended, findShrinkage(size, earlier));
  if (outcome.verdict !== "verified") return end(run, outcome, work);
  return prepareCleanUp(run, outcome, { earlier, history: records }, work);
}

/**
 * The backup that was followed went elsewhere, so it is somebody else's. If it was joined, nothing has been asked for
 * yet, and the wanted one is started after it; but it never waits for a second stranger.
 */
function leaveOther(run: Run, storageType: string, ended: Ended, work: Work): Step {
  if (!hasNote(run, "joined") || hasNote(run, "joined-other-storage")) {
    const problem: Problem = { stage: "start", code: "other-storage", said: storageType };
    const inHistory: Answer = {
      answer: "no",
      because: `only a backup to ${storageType}, which is not this one`,
    };
    const verification = describe(ended, inHistory, noArchive);
    return end(run, { verdict: "failed", problem, verification }, work);
  }
  work.ports.log("the joined backup went to another storage; the wanted one comes now", { storageType });
  const notes = run.notes.filter(({ kind }) => kind !== "joined");
  return {
    run: moveTo(addNote({ ...run, notes }, { kind: "joined-other-storage", storageType }), {
      name: "claimed",
    }),
  };
}

/** What the ledger remembers of earlier runs, as far as it is needed; undefined where it cannot be read. */
async function recall({ ports: { ledger, log }, keepLast }: Work): Promise<PastRun[] | undefined> {
  try {
    return await ledger.lastRuns(keepLast === undefined ? comparedRuns : rememberedRuns);
  } catch (error) {
    log("the earlier runs could not be looked up", { error: describeError(error) });
    return undefined;
  }
}

/** Without the ledger, or without a size, there is nothing to compare. */
function findShrinkage(size: ArchiveSize, earlier: readonly PastRun[] = []): Warning[] {
  if (size.kind === "unknown" || size.sizeBytes === 0) return [];
  const said = describeShrinkage(size.sizeBytes, earlier);
  return said === undefined ? [] : [{ kind: "shrunken-archive", said }];
}

function judgeArchive(archive: Archive, ended: Ended, shrinkage: readonly Warning[]): Outcome {
  const { size } = archive;
  const notEmpty: Answer =
    size.kind === "unknown"
      ? { answer: "not checked", because: size.reason }
      : {
          answer: size.sizeBytes > 0 ? "yes" : "no",
          because: `${size.sizeBytes.toLocaleString("en")} bytes`,
        };
  const verification = describe(ended, { answer: "yes", because: "" }, notEmpty);
  if (notEmpty.answer === "no") {
    return {
      verdict: "failed",
      problem: { stage: "verify", code: "empty-archive", said: ended.warning },
      verification,
    };
  }
  return { verdict: "verified", archive, warnings: [...shrinkage, ...readWarnings(ended)], verification };
}

function readWarnings({ says, error, warning }: Ended): Warning[] {
  if (says === "cancelled") return [{ kind: "late-cancel", said: warning }];
  const warned: Warning[] = warning === "" ? [] : [{ kind: "portal-warning", said: warning }];
  return says === "failed" ? [...warned, { kind: "late-error", said: error }] : warned;
}

function describe(ended: Ended, inHistory: Answer, notEmpty: Answer): Verification {
  return { completed: seen[ended.says], inHistory, notEmpty };
}

/** The archive's size. Never a reason to doubt a backup that the history vouches for: what hinders is said instead. */
async function measure(
  record: BackupRecord,
  link: DownloadLink | undefined,
  untilMs: number,
  work: Work,
): Promise<ArchiveSize> {
  const { storageType, storageParams } = work.wanted;
  const { portal } = work.ports;
  try {
    if (storageType !== "Documents") {
      if (link === undefined)
        return { kind: "unknown", reason: `the portal does not tell the size of a backup to ${storageType}` };
      return { kind: "known", sizeBytes: await portal.measureDownload(link, untilMs) };
    }
    const folderId = storageParams.folderId ?? (await portal.myDocumentsFolderId(untilMs));
    const [file] = await portal.listFiles(folderId, record.fileName, untilMs);
    if (file === undefined) return { kind: "unknown", reason: "the file is not listed in its folder" };
    return { kind: "known", sizeBytes: file.sizeBytes };
  } catch (error) {
    return { kind: "unknown", reason: describeError(error) };
  }
}

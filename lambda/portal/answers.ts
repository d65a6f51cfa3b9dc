import * as v from "valibot";
import { quote } from "../outside-text";
import { DownloadLink } from "./download-link";
import { type AnyStorageType, readStorageType } from "./storage-type";

/**
 * What a job in the portal's one slot is doing. `finishing` is a job that calls itself complete and is still being
 * charged for and told about, which may yet end in an error; the last three are final.
 */
export type JobPhase = "queued" | "running" | "finishing" | "completed" | "failed" | "cancelled";

/** The job that the portal's progress call shows. */
export interface Job {
  /** In lower case; the id that the finished backup has in the history. */
  readonly taskId: string;
  readonly phase: JobPhase;
  readonly progressPercent: number;
  /** Quotes, empty when there is nothing to say. */
  readonly error: string;
  readonly warning: string;
  /** Where the finished archive can be had; not for every kind of storage. */
  readonly link?: DownloadLink;
}

/** A backup that the portal vouches for. */
export interface BackupRecord {
  /** In lower case. */
  readonly id: string;
  /** As the portal has it: not to be printed without `quote`. */
  readonly fileName: string;
  readonly storageType: AnyStorageType | undefined;
  readonly createdAtMs: number | undefined;
}

export interface ListedFile {
  readonly title: string;
  /** Size in bytes. */
  readonly sizeBytes: number;
}

const words = v.pipe(v.nullish(v.string(), ""), v.transform(quote));
const id = v.pipe(
  v.string(),
  v.transform((text) => text.trim().toLowerCase()),
  v.check((text) => text !== "" && text.length <= 200),
);

/** Enums are numbers in today's answers; names are accepted, as the server's own documentation shows them. */
const enumeration = v.pipe(
  v.nullish(v.union([v.number(), v.string()])),
  v.transform((value) => value ?? undefined),
);

const statusNames = ["created", "running", "completed", "canceled", "failted"];

function readStatus(status: number | string | undefined): string | undefined {
  return typeof status === "number" ? statusNames[status] : status?.toLowerCase();
}

/**
 * A job that died before its work began keeps `isCompleted: false` for ever and says `status` 4; a cancelled one
 * says `isCompleted: true` and no error. So status and error are asked before `isCompleted`.
 */
function readPhase(
  isCompleted: boolean,
  progress: number,
  error: string,
  status: string | undefined,
): JobPhase {
  if (status === "canceled" || status === "cancelled") return "cancelled";
  if (error !== "" || status === "failted" || status === "failed") return "failed";
  if (isCompleted) return status === "running" ? "finishing" : "completed";
  return status === "created" && progress === 0 ? "queued" : "running";
}

/** The answer to getbackupprogress and startbackup. `status` exists since 3.7.1, `warning` since 3.6. */
export const jobSchema = v.pipe(
  v.object({
    taskId: id,
    isCompleted: v.boolean(),
    progress: v.pipe(
      v.number(),
      v.transform((percent) => Math.min(100, Math.max(0, percent))),
    ),
    error: words,
    warning: words,
    link: v.nullish(v.string(), ""),
    status: enumeration,
  }),
  v.transform(
    (answer): Job => ({
      taskId: answer.taskId,
      phase: readPhase(answer.isCompleted, answer.progress, answer.error, readStatus(answer.status)),
      progressPercent: answer.progress,
      error: answer.error,
      warning: answer.warning,
      ...(answer.link !== "" && { link: new DownloadLink(answer.link) }),
    }),
  ),
);

/** Dates may lack an offset and are UTC then; the year 1 means "never". Undefined for what is no date. */
function readDate(date: string | null | undefined): number | undefined {
  if (date === null || date === undefined || date.startsWith("0001-")) return undefined;
  const ms = Date.parse(/(?:Z|[+-]\d{2}:?\d{2})$/i.test(date) ? date : `${date}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}

/** The answer to getbackuphistory. Only the id decides, so a record is not refused for its other fields. */
export const historySchema = v.array(
  v.pipe(
    v.object({
      id,
      fileName: v.nullish(v.string(), ""),
      storageType: enumeration,
      createdOn: v.nullish(v.string()),
    }),
    v.transform(
      (record): BackupRecord => ({
        id: record.id,
        fileName: record.fileName,
        storageType: record.storageType === undefined ? undefined : readStorageType(record.storageType),
        createdAtMs: readDate(record.createdOn),
      }),
    ),
  ),
);

/** The answer to files/@my, for the number of the folder that it shows. */
export const folderSchema = v.pipe(
  v.object({
    current: v.object({
      id: v.pipe(
        v.number(),
        v.check((value) => Number.isInteger(value)),
      ),
    }),
  }),
  v.transform((answer) => String(answer.current.id)),
);

const size = v.pipe(
  v.number(),
  v.check((bytes) => Number.isSafeInteger(bytes) && bytes >= 0),
);

/** The answer to files/{id}. A file of no bytes has no `pureContentLength`. */
export const listingSchema = v.pipe(
  v.object({
    files: v.array(v.object({ title: v.string(), pureContentLength: v.optional(size, 0) })),
  }),
  v.transform((answer): ListedFile[] =>
    answer.files.map((file) => ({ title: file.title, sizeBytes: file.pureContentLength })),
  ),
);

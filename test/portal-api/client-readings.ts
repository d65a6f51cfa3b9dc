import * as v from "valibot";
import { quote } from "../../lambda/outside-text";
import type { PortalClient } from "../../lambda/portal/portal-client";
import type { Allowance } from "../../lambda/portal/portal-facts";
import type { PortalInspector } from "../../lambda/portal/portal-inspector";
import { storageNames } from "./portal-things";

interface Asking {
  readonly client: PortalClient;
  readonly inspector: PortalInspector;
  /** When nobody waits any more, in milliseconds since 1970. */
  readonly untilMs: number;
}

/** How one of the client's methods reads the answer to one call. */
export interface ClientReading {
  /** What is read, and by which method. */
  readonly title: string;
  /** The call, such as `GET /api/2.0/settings`. */
  readonly call: string;
  /** What the client makes of the answer. Given the envelope's result, for what has to be asked for by name. */
  readonly read: (asking: Asking, response: unknown) => Promise<unknown>;
  /** The same, read here by other means. */
  readonly expected: (response: unknown) => unknown;
  /** What cannot be done without or be of another type, `*` standing for any item of a list; the whole of it is `""`. */
  readonly vital: readonly string[];
}

const maybe = <Schema extends v.GenericSchema>(schema: Schema) => v.optional(schema);
const text = v.string();
const words = v.pipe(text, v.transform(quote));

/** A moment, from its digits: UTC unless it has an offset. */
function readMoment(date: string | undefined): number | undefined {
  const form = /^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)(?:\.(\d{1,3}))?\d*(?:Z|([+-])(\d+):(\d+))?$/;
  const [, year, month, day, hour, minute, second, fraction = "0", sign, hours = "0", minutes = "0"] =
    form.exec(date ?? "") ?? [];
  if (Number(year ?? 1) === 1) return undefined;
  const offsetMs = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === "-" ? -1 : 1);
  const localMs = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    Number(fraction.padEnd(3, "0")),
  );
  return localMs - offsetMs;
}

const moment = v.pipe(maybe(text), v.transform(readMoment));

const job = v.pipe(
  v.object({
    taskId: text,
    isCompleted: v.boolean(),
    progress: v.number(),
    error: text,
    warning: maybe(words),
    link: text,
    status: maybe(v.union([v.number(), text])),
  }),
  v.transform(({ taskId, error, warning = "", ...fields }) => ({
    taskId: taskId.toLowerCase(),
    phase: findPhase(error, fields),
    progressPercent: fields.progress,
    error: quote(error),
    warning,
  })),
);

/** Told here by the status where there is one, and else by what is left. */
function findPhase(
  error: string,
  { status, isCompleted }: { readonly status?: number | string | undefined; readonly isCompleted: boolean },
): string {
  const byStatus: Record<string, string> = {
    "0": "queued",
    Created: "queued",
    "1": isCompleted ? "finishing" : "running",
    Running: isCompleted ? "finishing" : "running",
    "2": "completed",
    Completed: "completed",
    "3": "cancelled",
    Canceled: "cancelled",
    "4": "failed",
    Failted: "failed",
  };
  if (error !== "") return "failed";
  return byStatus[String(status)] ?? (isCompleted ? "completed" : "running");
}

const linked = v.object({ link: text });
const base = "https://portal.example";

/** Where the job's link leads; nowhere where it has none. */
function findTarget(response: unknown): string | undefined {
  const { link } = v.parse(linked, response);
  return link === "" ? undefined : new URL(link, base).href;
}

const record = v.pipe(
  v.object({ id: text, fileName: text, storageType: v.union([v.number(), text]), createdOn: moment }),
  v.transform(({ id, fileName, storageType, createdOn }) => ({
    id: id.toLowerCase(),
    fileName,
    storageType: typeof storageType === "number" ? storageNames[storageType] : storageType,
    createdAtMs: createdOn,
  })),
);

const files = v.object({
  files: v.array(v.object({ title: text, pureContentLength: v.optional(v.number(), 0) })),
  current: v.object({ id: v.union([v.number(), text]) }),
});

/** The name of the first file, and all files of that name. */
function findNamesakes(response: unknown) {
  const listed = v.parse(files, response).files;
  const name = listed[0]?.title ?? "none";
  const found = listed.filter(({ title }) => title === name);
  return {
    name,
    found: found.map(({ title, pureContentLength }) => ({ title, sizeBytes: pureContentLength })),
  };
}

const folder = v.pipe(
  v.object({
    current: v.object({
      title: words,
      parentId: v.optional(v.union([v.number(), text]), 0),
      rootFolderType: v.number(),
      security: v.object({ Create: v.boolean() }),
    }),
  }),
  v.transform(({ current: { title, parentId, rootFolderType, security } }) => ({
    title,
    isWritable: security.Create,
    // Rooms, archive and templates take no files at their roots.
    isRoot: (parentId === 0 || parentId === "") && [14, 20, 30].includes(rootFolderType),
  })),
);

const named = (...names: readonly string[]) =>
  v.pipe(
    v.union([v.number(), text]),
    v.transform((value) => (typeof value === "number" ? names[value] : value.toLowerCase())),
  );

const state = v.pipe(
  v.object({
    standalone: v.boolean(),
    tenantStatus: named("active", "suspended", "", "", "restoring", "", "encryption"),
  }),
  v.transform(({ standalone, tenantStatus }) => ({ standalone, status: tenantStatus })),
);

const key = v.pipe(
  v.object({
    name: words,
    keyPostfix: text,
    permissions: v.array(words),
    expiresAt: moment,
    isActive: v.boolean(),
    createBy: v.object({ displayName: words }),
  }),
  v.transform(({ createBy, ...fields }) => ({ ...fields, createBy: createBy.displayName })),
);

const modules = v.array(
  v.object({ id: words, isSet: v.boolean(), properties: v.array(v.object({ name: words })) }),
);

const freeBackups = v.object({
  id: v.literal("free_backup"),
  value: v.number(),
  used: v.object({ value: v.number() }),
});
const quota = v.pipe(
  v.object({ features: v.array(v.union([freeBackups, v.object({ id: text })])) }),
  v.transform(({ features }) => {
    const free = features.find((feature) => v.is(freeBackups, feature));
    const counts = v.parse(freeBackups, free);
    return counts.value === -1 ? undefined : { freeAllowed: counts.value, freeUsed: counts.used.value };
  }),
);

const plan = v.pipe(
  v.object({ state: named("trial", "paid", "delay", "notpaid"), dueDate: moment }),
  v.transform(({ state, dueDate }) => ({ state, dueMs: dueDate })),
);

const request = { storageType: "DataStore", storageParams: {}, dump: false } as const;

/** A job without its link, which cannot be compared, and where that leads. */
function describeJob(read: Awaited<ReturnType<PortalClient["look"]>>["job"]): object {
  const { link, ...job } = read ?? {};
  return { job, target: link?.resolve(base)?.href };
}

/** A part of the allowance. @throws Error with why the portal did not tell it */
function told(allowance: Allowance | undefined, part: "paid" | "pays"): unknown {
  const { [part]: value, untold = "nothing" } = allowance ?? {};
  if (value === undefined) throw new Error(untold);
  return value;
}

const vitalOfJob = ["", "taskId", "isCompleted", "progress"];

/** Everything that the client reads of the portal, but for downloads. */
export const clientReadings: readonly ClientReading[] = [
  {
    title: "the job in the slot",
    call: "GET /api/2.0/backup/getbackupprogress",
    read: async ({ client, untilMs }) => describeJob((await client.look(false, untilMs)).job),
    expected: (response) => ({ job: v.parse(job, response), target: findTarget(response) }),
    vital: vitalOfJob,
  },
  {
    title: "the job that was started",
    call: "POST /api/2.0/backup/startbackup",
    read: async ({ client, untilMs }) => describeJob(await client.start(request, untilMs)),
    expected: (response) => ({ job: v.parse(job, response), target: findTarget(response) }),
    vital: vitalOfJob,
  },
  {
    title: "the history",
    call: "GET /api/2.0/backup/getbackuphistory",
    read: ({ client, untilMs }) => client.history(false, untilMs),
    expected: (response) => v.parse(v.array(record), response),
    vital: ["", "*", "*.id"],
  },
  {
    title: 'the number of the folder "My documents"',
    call: "GET /api/2.0/files/@my",
    read: ({ client, untilMs }) => client.myDocumentsFolderId(untilMs),
    expected: (response) => String(v.parse(files, response).current.id),
    vital: ["", "current", "current.id"],
  },
  {
    title: "the files of a name",
    call: "GET /api/2.0/files/:id",
    read: ({ client, untilMs }, response) => client.listFiles("1", findNamesakes(response).name, untilMs),
    expected: (response) => findNamesakes(response).found,
    vital: ["", "files", "files.*", "files.*.title"],
  },
  {
    title: "a folder",
    call: "GET /api/2.0/files/:id",
    read: ({ inspector, untilMs }) => inspector.folder("1", untilMs),
    expected: (response) => v.parse(folder, response),
    vital: ["", "current"],
  },
  {
    title: "the portal's state",
    call: "GET /api/2.0/settings",
    read: ({ inspector, untilMs }) => inspector.state(untilMs),
    expected: (response) => v.parse(state, response),
    vital: ["", "standalone"],
  },
  {
    title: "the portal's release",
    call: "GET /api/2.0/settings/version/build",
    read: ({ inspector, untilMs }) => inspector.version(untilMs),
    expected: (response) => v.parse(v.object({ docSpace: text }), response).docSpace,
    vital: ["", "docSpace"],
  },
  {
    title: "the key",
    call: "GET /api/2.0/keys/@self",
    read: ({ inspector, untilMs }) => inspector.key(untilMs),
    expected: (response) => v.parse(key, response),
    vital: [""],
  },
  {
    title: "the storage modules",
    call: "GET /api/2.0/settings/storage/backup",
    read: ({ inspector, untilMs }) => inspector.modules(untilMs),
    expected: (response) => v.parse(modules, response),
    vital: ["", "*", "*.id"],
  },
  {
    title: "the free backups",
    call: "GET /api/2.0/portal/payment/quota",
    read: async ({ inspector, untilMs }) => {
      const { freeAllowed, freeUsed } = (await inspector.allowance(untilMs)) ?? {};
      return freeAllowed === undefined ? undefined : { freeAllowed, freeUsed };
    },
    expected: (response) => v.parse(quota, response),
    vital: ["", "features", "features.*"],
  },
  {
    title: "the paid backups",
    call: "GET /api/2.0/backup/getbackupscount",
    read: async ({ inspector, untilMs }) => told(await inspector.allowance(untilMs), "paid"),
    expected: (response) => response,
    vital: [""],
  },
  {
    title: "whether backups are paid for",
    call: "GET /api/2.0/backup/getservicestate",
    read: async ({ inspector, untilMs }) => told(await inspector.allowance(untilMs), "pays"),
    expected: (response) => v.parse(v.object({ enabled: v.boolean() }), response).enabled,
    vital: ["", "enabled"],
  },
  {
    title: "the plan",
    call: "GET /api/2.0/portal/tariff",
    read: ({ inspector, untilMs }) => inspector.plan(untilMs),
    expected: (response) => v.parse(plan, response),
    vital: ["", "state"],
  },
  {
    title: "a schedule of the portal's own",
    call: "GET /api/2.0/backup/getbackupschedule",
    read: ({ inspector, untilMs }) => inspector.hasOwnSchedule(false, untilMs),
    expected: () => true,
    vital: [""],
  },
];

import type { BackupRecord, Job } from "../../../lambda/portal/answers";
import { ApiKey } from "../../../lambda/portal/api-key";
import type { BackupRequest } from "../../../lambda/portal/portal-client";
import { PortalError, type Trouble } from "../../../lambda/portal/portal-error";
import type { Inspector } from "../../../lambda/portal/portal-inspector";
import type { PastRun } from "../../../lambda/run/past-run";
import type { ActiveRun, Claim, Ledger, Mail, Ports, ReportMetrics } from "../../../lambda/run/ports";
import type { EndedRun, Run } from "../../../lambda/run/run";
import type { Work } from "../../../lambda/run/step";
import { healthyPortal } from "../healthy-portal";

export const startMs = Date.parse("2026-03-01T04:30:00Z");
export const taskId = "11111111-2222-3333-4444-555555555555";
export const record: BackupRecord = {
  id: taskId,
  fileName: "acme_2026-03-01_04-30-10.tar.gz",
  storageType: "Documents",
  createdAtMs: startMs + 20_000,
};

/** A job as the slot shows it. */
export function showJob(phase: Job["phase"], details: Partial<Job> = {}): Job {
  return {
    taskId,
    phase,
    progressPercent: phase === "completed" ? 100 : 10,
    error: "",
    warning: "",
    ...details,
  };
}

export function portalError(trouble: Trouble): PortalError {
  return new PortalError("GET /api/2.0/somewhere", trouble);
}

/** A portal's behaviour: each part gets the seconds since the run began, and may throw. */
export interface Script {
  slot(second: number, started: boolean): Job | undefined;
  history?(second: number): BackupRecord[];
  start?(second: number): Job;
  files?(second: number): { title: string; sizeBytes: number }[];
  measure?(second: number): number;
  myDocuments?(second: number): string;
  readKey?(): ApiKey;
  claim?: Claim;
  active?: ActiveRun;
  armed?: boolean;
  wanted?: Partial<BackupRequest>;
  timeoutSeconds?: number;
  save?(run: Run): void;
  lastRuns?(): PastRun[];
  ledger?: Partial<Ledger>;
  deleteBackup?(id: string): void;
  inspector?: Partial<Inspector>;
  keepLast?: number;
  maxPaidBackupsPerMonth?: number;
}

/** Ports that play a script on a clock of their own, where sleeping takes no time. */
export function playScript(script: Script) {
  let nowMs = startMs;
  const happened: string[] = [];
  const logged: [happening: string, facts: unknown][] = [];
  const saved: Run[] = [];
  const recorded: EndedRun[] = [];
  const mails: Mail[] = [];
  const metrics: ReportMetrics[] = [];
  const requests: BackupRequest[] = [];
  const second = () => (nowMs - startMs) / 1000;
  const clock = {
    now: () => nowMs,
    sleep: (durationMs: number) => {
      nowMs += durationMs;
      return Promise.resolve();
    },
  };
  /** Every call takes a tenth of a second. */
  async function call<Result>(name: string, act: () => Result): Promise<Result> {
    nowMs += 100;
    happened.push(name);
    return act();
  }
  const ports: Ports = {
    clock,
    keys: {
      read: async () => script.readKey?.() ?? new ApiKey("sk-test"),
      readAnew: async () => script.readKey?.() ?? new ApiKey("sk-test"),
      readChanged: async () => undefined,
    },
    inspector: { ...healthyPortal, ...script.inspector },
    portal: {
      look: () =>
        call("look", () => ({ job: script.slot(second(), requests.length > 0), portalTimeMs: nowMs })),
      start: (request) =>
        call("start", () => {
          requests.push(request);
          return script.start?.(second()) ?? showJob("queued", { progressPercent: 0 });
        }),
      history: () => call("history", () => script.history?.(second()) ?? [record]),
      myDocumentsFolderId: () => call("my documents", () => script.myDocuments?.(second()) ?? "77"),
      measureDownload: () => call("measure", () => script.measure?.(second()) ?? 5_000_000_000),
      deleteBackup: (id) => call(`delete ${id}`, () => script.deleteBackup?.(id)),
      listFiles: () =>
        call(
          "list",
          () => script.files?.(second()) ?? [{ title: record.fileName, sizeBytes: 4_200_000_000 }],
        ),
    },
    mailer: {
      send: async (mail) => {
        mails.push(mail);
        return "message-1";
      },
    },
    ledger: {
      claim: async () => script.claim ?? { kind: "claimed" },
      load: async () => script.active,
      take: async () => true,
      save: async (run) => {
        happened.push(`save ${run.stage.name}`);
        script.save?.(run);
        saved.push(run);
      },
      isRecorded: async () => false,
      record: async (run) => {
        recorded.push(run);
      },
      release: async () => {},
      lastRuns: async () => script.lastRuns?.() ?? [],
      ...script.ledger,
    },
    wakeUps: { arm: async () => script.armed ?? false, disarm: async () => {} },
    log: (happening, facts) => {
      happened.push(`log ${happening}`);
      logged.push([happening, facts]);
    },
    metrics: (counted) => metrics.push(counted),
  };
  const wanted: BackupRequest = {
    storageType: "Documents",
    storageParams: {},
    dump: false,
    ...script.wanted,
  };
  const work: Work = {
    ports,
    wanted,
    deadlineMs: startMs + (script.timeoutSeconds ?? 120) * 1000,
    giveUpAfterMs: 12 * 3_600_000,
    keepLast: script.keepLast,
    maxPaidBackupsPerMonth: script.maxPaidBackupsPerMonth ?? 0,
  };
  return { work, happened, logged, saved, recorded, mails, metrics, requests, second };
}

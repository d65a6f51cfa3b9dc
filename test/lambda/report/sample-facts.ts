import type { ReportFacts } from "../../../lambda/report/facts";
import type { Warning } from "../../../lambda/run/outcome";
import {
  nothingVerified,
  type Outcome,
  type Problem,
  readStatus,
  type Verification,
} from "../../../lambda/run/outcome";
import type { PastRun } from "../../../lambda/run/past-run";
import { readDurationMs } from "../../../lambda/run/run";

const startedAtMs = Date.parse("2026-03-01T03:30:12Z");
const id = "3fa85f64-5717-4562-b3fc-2c963f66afa6";

export const proved: Verification = {
  completed: { answer: "yes", because: "" },
  inHistory: { answer: "yes", because: "" },
  notEmpty: { answer: "yes", because: "4,212,345,678 bytes" },
};

export function verifiedWith(warnings: readonly Warning[] = []): Outcome {
  const size = { kind: "known", sizeBytes: 4_212_345_678 } as const;
  const archive = { id, fileName: "acme_2026-03-01_03-30-14.tar.gz", size };
  return { verdict: "verified", archive, warnings, verification: proved };
}

export function failedBy(problem: Problem, verification: Verification = nothingVerified): Outcome {
  return { verdict: "failed", problem, verification };
}

export function unverifiedBy(problem: Problem): Outcome {
  return { verdict: "unverified", problem, verification: nothingVerified };
}

/**
 * Earlier runs for a ledger, from the night before {@link sampleFacts}' backwards.
 * @param nights a size in GB, why there was none, or `nothing` where nothing ran
 */
export function pastNights(nights: readonly (string | Problem)[]): PastRun[] {
  return nights.flatMap((night, index): PastRun[] => {
    if (night === "nothing") return [];
    const dueMs = Date.parse("2026-03-01T03:30:00Z") - (index + 1) * 86_400_000;
    const run = {
      id: new Date(dueMs).toISOString(),
      trigger: "schedule",
      startedAtMs: dueMs + 12_000,
      endedAtMs: dueMs + 360_000,
      durationMs: 348_000,
    } as const;
    if (typeof night !== "string") return [{ ...run, status: "FAILED", problem: night }];
    return [{ ...run, status: "OK", sizeBytes: Number(night) * 1e9 }];
  });
}

/** The facts of a night, with what a test wants otherwise. */
export function sampleFacts(
  outcome: Outcome = verifiedWith(),
  fields: Partial<ReportFacts> = {},
): ReportFacts {
  const facts: Omit<ReportFacts, "durationMs" | "reportedAtMs"> = {
    status: readStatus(outcome),
    backupName: "acme",
    portalUrl: "https://acme.onlyoffice.com",
    portalHost: "acme.onlyoffice.com",
    timeZone: "Europe/Berlin",
    storage: "Documents, folder 42",
    storageType: "Documents",
    runId: "2026-03-01T03:30:00Z",
    trigger: "schedule",
    startedAtMs,
    endedAtMs: startedAtMs + 372_000,
    notes: [],
    foresight: {},
    maxPaidBackupsPerMonth: 0,
    deleted: [],
    taskId: id,
    outcome,
    earlier: pastNights([
      "4.1",
      "4.1",
      "nothing",
      "4.0",
      { stage: "start", code: "portal-unreachable", said: "connect ETIMEDOUT" },
      "3.9",
    ]),
    schedule: { hour: 4, minute: 30, days: [0, 1, 2, 3, 4, 5, 6] },
    giveUpAfterMs: 12 * 3_600_000,
    docsUrl: "https://git.example.com/docspace-backup/docs",
    origin: {
      functionName: "DocSpaceBackup-acme-Function-AbC123",
      version: "0.1.0",
      region: "eu-central-1",
      partition: "aws",
      requestId: "8f5d6c1e-0000-4000-8000-000000000001",
      logGroupName: "DocSpaceBackup-acme-LogGroup-AbC123",
      logStreamName: "2026/03/01/[$LATEST]0123456789abcdef",
    },
    ...fields,
  };
  const { notes, endedAtMs } = facts;
  return {
    durationMs: readDurationMs(facts.startedAtMs, endedAtMs, notes),
    reportedAtMs: endedAtMs,
    ...facts,
  };
}

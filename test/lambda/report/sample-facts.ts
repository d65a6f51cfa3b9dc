import type { ReportFacts } from "../../../lambda/report/facts";
import type { Warning } from "../../../lambda/run/outcome";
import {
  nothingVerified,
  type Outcome,
  type Problem,
  readStatus,
  type Verification,
} from "../../../lambda/run/outcome";

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

/** The facts of a night, with what a test wants otherwise. */
export function sampleFacts(
  outcome: Outcome = verifiedWith(),
  fields: Partial<ReportFacts> = {},
): ReportFacts {
  return {
    status: readStatus(outcome),
    backupName: "acme",
    portalUrl: "https://acme.onlyoffice.com",
    portalHost: "acme.onlyoffice.com",
    timeZone: "Europe/Berlin",
    storage: "Documents, folder 42",
    runId: "2026-03-01T03:30:00Z",
    trigger: "schedule",
    startedAtMs,
    endedAtMs: startedAtMs + 372_000,
    notes: [],
    taskId: id,
    outcome,
    origin: {
      functionName: "DocSpaceBackup-acme-Function-AbC123",
      version: "0.1.0",
      requestId: "8f5d6c1e-0000-4000-8000-000000000001",
      logGroupName: "DocSpaceBackup-acme-LogGroup-AbC123",
      logStreamName: "2026/03/01/[$LATEST]0123456789abcdef",
    },
    ...fields,
  };
}

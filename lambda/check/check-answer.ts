import type { CheckLine } from "./finding";

/** What a check comes to: what the function returns, and what it logs. */
export interface CheckAnswer {
  /** FAILED if the next backup would most likely fail, WARNING if something else needs a look, or could not be looked at. */
  readonly status: "OK" | "WARNING" | "FAILED";
  /** `status` in a sentence. */
  readonly summary: string;
  readonly backup: string;
  readonly portal: string;
  /** ISO 8601, UTC. */
  readonly checkedAt: string;
  /** Version of this project. */
  readonly version: string;
  readonly checks: readonly CheckLine[];
}

/** What the answer is about. */
export interface CheckSubject {
  readonly backup: string;
  readonly portal: string;
  /** In milliseconds since 1970. */
  readonly checkedAtMs: number;
  readonly version: string;
}

/** `2 of 9 checks failed: API key, Storage`; undefined where none did. */
function count(
  checks: readonly CheckLine[],
  result: CheckLine["result"],
  [one, more]: readonly [string, string],
): string | undefined {
  const names = checks.filter((line) => line.result === result).map(({ check }) => check);
  if (names.length === 0) return undefined;
  return `${names.length} of ${checks.length} checks ${names.length === 1 ? one : more}: ${names.join(", ")}`;
}

/** Sums up what was found. */
export function answerCheck(checks: readonly CheckLine[], about: CheckSubject): CheckAnswer {
  const { backup, portal, checkedAtMs, version } = about;
  const failed = count(checks, "failed", ["failed", "failed"]);
  const warned = count(checks, "warning", ["needs a look", "need a look"]);
  const open = count(checks, "not checked", ["could not be made", "could not be made"]);
  return {
    status: failed ? "FAILED" : warned || open ? "WARNING" : "OK",
    summary: `${failed ?? warned ?? open ?? `All ${checks.length} checks passed`}.`,
    backup,
    portal,
    checkedAt: new Date(checkedAtMs).toISOString(),
    version,
    checks,
  };
}

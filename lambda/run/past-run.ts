import type { Problem, Status, Warning } from "./outcome";
import type { Run } from "./run";

/** How a run ended, as the ledger remembers it. */
export interface PastRun {
  readonly id: string;
  readonly trigger: Run["trigger"];
  readonly status: Status;
  /** Milliseconds since 1970. */
  readonly startedAtMs: number;
  /** Milliseconds since 1970. */
  readonly endedAtMs: number;
  /** How long its backup took, in milliseconds; absent where it cannot tell. */
  readonly durationMs?: number;
  /** Of the archive; absent where it was not known, or there was no archive. */
  readonly sizeBytes?: number;
  /** The portal's id of the backup that was followed; absent where there was none. */
  readonly taskId?: string;
  /** Whether the run certainly asked for that backup itself; absent in records of older versions. */
  readonly isOwn?: boolean;
  /** What deserved attention although the run was verified; absent in records of older versions. */
  readonly warnings?: readonly Warning["kind"][];
  /** Absent for a run that was verified, and for one whose problem this version does not know. */
  readonly problem?: Problem;
}

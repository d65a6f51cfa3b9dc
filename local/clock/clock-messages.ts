/** What the parent tells a child: its virtual time is the machine's time plus this offset from now on. */
export interface TimeNotice {
  readonly kind: "time";
  /** Counts the notices to all children, so that a report shows which one it has taken into account. */
  readonly sequence: number;
  readonly offsetMs: number;
}

/** What a child tells the parent, whenever it has changed. */
export interface ActivityReport {
  readonly kind: "activity";
  /** Whether nothing happens in the child until a timer, an answer or a message wakes it. */
  readonly idle: boolean;
  /** HTTP requests that it has sent and whose answers it has not read to the end. */
  readonly outstanding: number;
  /** When its next timer is due, in virtual milliseconds since 1970; absent if it has none. */
  readonly nextDueMs?: number;
  /** The last notice that the child had received. */
  readonly sequence: number;
}

/** The variable through which a child learns the offset that it starts with. */
export const offsetVariable = "REHEARSAL_CLOCK_OFFSET_MS";

/** Reads a message of the parent's; `undefined` if it is none of the clock's. */
export function parseTimeNotice(message: unknown): TimeNotice | undefined {
  if (!isRecord(message) || message.kind !== "time") return undefined;
  const { sequence, offsetMs } = message;
  if (typeof sequence !== "number" || typeof offsetMs !== "number") return undefined;
  return { kind: "time", sequence, offsetMs };
}

/** Reads a message of a child's; `undefined` if it is none of the clock's. */
export function parseActivityReport(message: unknown): ActivityReport | undefined {
  if (!isRecord(message) || message.kind !== "activity") return undefined;
  const { idle, outstanding, nextDueMs, sequence } = message;
  if (typeof idle !== "boolean" || typeof outstanding !== "number" || typeof sequence !== "number")
    return undefined;
  const report: ActivityReport = { kind: "activity", idle, outstanding, sequence };
  return typeof nextDueMs === "number" ? { ...report, nextDueMs } : report;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

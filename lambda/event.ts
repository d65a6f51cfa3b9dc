import * as v from "valibot";
import { quote } from "./outside-text";

/** What an invocation asks for. */
export type Order = BackUpOrder | FollowUpOrder;

/** A backup is wanted. */
export interface BackUpOrder {
  readonly mode: "backup";
  readonly trigger: "schedule" | "manual";
  /** When the schedule meant to fire, as the scheduler wrote it; the same for each delivery of one night's event. */
  readonly scheduledTime?: string;
}

/** A wake-up that the function armed for itself: a run is to be gone on with. */
export interface FollowUpOrder {
  readonly mode: "follow";
  readonly runId: string;
  /** Counts the wake-ups of the run from 1. */
  readonly hop: number;
}

/** The event is none that the function knows. Nothing was called, nothing was started. */
export class EventError extends Error {
  override name = "EventError";
  constructor(problem: string) {
    super(
      `This event is not understood: ${problem}. Nothing was done. Valid events: {} (back up now), ` +
        '{"mode":"backup"} (the same), ' +
        '{"mode":"backup","trigger":"schedule","scheduledTime":"2026-03-01T04:30:00Z"} (what the schedule sends), ' +
        '{"mode":"follow","runId":"2026-03-01T04:30:00Z","hop":1} (what the function sends itself).',
    );
  }
}

const backUpOrder = v.strictObject({
  mode: v.literal("backup"),
  trigger: v.optional(v.picklist(["schedule", "manual"]), "manual"),
  scheduledTime: v.optional(v.pipe(v.string(), v.isoTimestamp())),
});

const followUpOrder = v.strictObject({
  mode: v.literal("follow"),
  runId: v.pipe(v.string(), v.nonEmpty()),
  hop: v.pipe(v.number(), v.integer(), v.minValue(1)),
});

const orderSchema = v.variant("mode", [backUpOrder, followUpOrder]);

/** The key names of the two templates that the Lambda console offers first: pressing "Test" with them means "now". */
const consoleTemplates = [
  ["key1", "key2", "key3"],
  ["account", "detail", "detail-type", "id", "region", "resources", "source", "time"],
];

/**
 * Reads an event.
 * @throws {@link EventError} naming the key at fault, for anything but the documented events.
 */
export function parseEvent(event: unknown): Order {
  if (event === null || event === undefined) return { mode: "backup", trigger: "manual" };
  if (typeof event !== "object" || Array.isArray(event)) {
    throw new EventError(`expected a JSON object, got ${Array.isArray(event) ? "an array" : typeof event}`);
  }
  const keys = Object.keys(event).sort().join();
  if (keys === "" || consoleTemplates.some((template) => template.join() === keys)) {
    return { mode: "backup", trigger: "manual" };
  }
  const result = v.safeParse(orderSchema, event);
  if (!result.success) {
    const [issue] = result.issues;
    const path = String(v.getDotPath(issue));
    throw new EventError(`"${quote(path)}": expected ${issue.expected}, got ${quote(issue.received)}`);
  }
  const order = result.output;
  if (order.mode === "backup" && order.trigger === "schedule" && order.scheduledTime === undefined) {
    throw new EventError('"scheduledTime" is missing: the schedule says which night it means');
  }
  return order;
}

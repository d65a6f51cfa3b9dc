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

const timestamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

const orderSchemas = {
  backup: v.object({
    mode: v.literal("backup"),
    trigger: v.optional(v.picklist(["schedule", "manual"]), "manual"),
    scheduledTime: v.optional(
      v.pipe(
        v.string(),
        v.check((text) => timestamp.test(text), "a time such as 2026-03-01T04:30:00Z"),
      ),
    ),
  }),
  follow: v.object({
    mode: v.literal("follow"),
    runId: v.pipe(
      v.string(),
      v.check((text) => text !== "", "the id of a run"),
    ),
    hop: v.pipe(
      v.number(),
      v.check((hop) => Number.isInteger(hop) && hop > 0, "a whole number from 1"),
    ),
  }),
} as const;

const modeSchema = v.object({ mode: v.picklist(["backup", "follow"]) });

/** @throws {@link EventError} naming the key at fault */
function read<const Schema extends v.GenericSchema<unknown, unknown>>(
  schema: Schema,
  event: object,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, event);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = String(v.getDotPath(issue));
  throw new EventError(
    `"${quote(path)}": expected ${issue.expected ?? issue.message}, got ${quote(issue.received)}`,
  );
}

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
  const schema = orderSchemas[read(modeSchema, event).mode];
  const order = read(schema, event);
  const unknown = Object.keys(event).find((key) => !Object.hasOwn(schema.entries, key));
  if (unknown !== undefined) throw new EventError(`"${quote(unknown)}" is not known`);
  if (order.mode === "backup" && order.trigger === "schedule" && order.scheduledTime === undefined) {
    throw new EventError('"scheduledTime" is missing: the schedule says which night it means');
  }
  return order;
}

import { quote } from "./outside-text";
import { checked, flag, Misfit, match, number, object, oneOf, optional, type Shape, text } from "./shape";

/** What an invocation asks for. */
export type Order = RunOrder | CheckOrder;

/** What has to do with a backup. */
export type RunOrder = BackUpOrder | FollowUpOrder;

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

/** All that a backup needs is to be looked at, and none started. */
export interface CheckOrder {
  readonly mode: "check";
  /** Whether what was found is to be mailed, as reports are. */
  readonly mail: boolean;
}

/** The event is none that the function knows. Nothing was called, nothing was started. */
export class EventError extends Error {
  override name = "EventError";
  constructor(problem: string) {
    super(
      `This event is not understood: ${problem}. Nothing was done. Valid events: {} (back up now), ` +
        '{"mode":"backup"} (the same), ' +
        '{"mode":"check"} (look at all that a backup needs, start none), {"mode":"check","mail":true} (and mail it), ' +
        '{"mode":"backup","trigger":"schedule","scheduledTime":"2026-03-01T04:30:00Z"} (what the schedule sends), ' +
        '{"mode":"follow","runId":"2026-03-01T04:30:00Z","hop":1} (what the function sends itself).',
    );
  }
}

const timestamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

const orders = {
  backup: {
    mode: oneOf("backup"),
    trigger: optional(oneOf("schedule", "manual")),
    scheduledTime: optional(
      checked(text, "a time such as 2026-03-01T04:30:00Z", (time) => timestamp.test(time)),
    ),
  },
  check: { mode: oneOf("check"), mail: optional(flag) },
  follow: {
    mode: oneOf("follow"),
    runId: checked(text, "the id of a run", (runId) => runId !== ""),
    hop: checked(number, "a whole number from 1", (hop) => Number.isInteger(hop) && hop > 0),
  },
};

const anyOrder = object({ mode: oneOf("backup", "check", "follow") });

/** @throws {@link EventError} naming the key at fault */
function read<Value>(shape: Shape<Value>, event: object): Value {
  const value = match(shape, event);
  if (!(value instanceof Misfit)) return value;
  const { path, expected, found } = value;
  throw new EventError(`"${path}": expected ${expected}, got ${quote(found)}`);
}

/** Clocks may differ by so much. */
const earlyMs = 60_000;

/**
 * Refuses to back up for a night to come: that night's own event would be taken for its second delivery, and nobody be told.
 * @throws {@link EventError}
 */
export function demandDue(order: Order, nowMs: number): void {
  if (order.mode !== "backup" || order.scheduledTime === undefined) return;
  if (Date.parse(order.scheduledTime) <= nowMs + earlyMs) return;
  throw new EventError(`"scheduledTime": expected a time that has come, got "${order.scheduledTime}"`);
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
  const fields = orders[read(anyOrder, event).mode];
  const order = read(object(fields), event);
  const unknown = Object.keys(event).find((key) => !Object.hasOwn(fields, key));
  if (unknown !== undefined) throw new EventError(`"${quote(unknown)}" is not known`);
  if (order.mode === "follow") return order;
  if (order.mode === "check") return { mode: "check", mail: order.mail ?? false };
  const { mode, trigger = "manual", scheduledTime } = order;
  if (trigger === "schedule" && scheduledTime === undefined) {
    throw new EventError('"scheduledTime" is missing: the schedule says which night it means');
  }
  return { mode, trigger, scheduledTime };
}

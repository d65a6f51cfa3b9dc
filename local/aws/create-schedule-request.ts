import * as v from "valibot";
import { ServiceError } from "./service";

/**
 * What the rehearsal understands of CreateSchedule's body. Each object is strict: what is not listed could change what
 * the schedule does.
 */

const name = v.pipe(
  v.string(),
  v.regex(/^[0-9a-zA-Z\-_.]+$/, "Member must satisfy regular expression pattern: [0-9a-zA-Z-_.]+"),
  v.maxLength(64, "Member must have length less than or equal to 64"),
);

const between = (least: number, most: number) =>
  v.pipe(
    v.number(),
    v.integer(),
    v.minValue(least, `Member must have value greater than or equal to ${least}`),
    v.maxValue(most, `Member must have value less than or equal to ${most}`),
  );

const arn = v.pipe(
  v.string(),
  v.regex(/^arn:aws[a-z-]*:[^:]+:[^:]*:[^:]*:.+$/, "Member must be an Amazon Resource Name"),
  v.maxLength(1600, "Member must have length less than or equal to 1600"),
);

const createScheduleBody = v.strictObject({
  ActionAfterCompletion: v.optional(v.picklist(["DELETE", "NONE"]), "NONE"),
  ClientToken: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[a-zA-Z0-9-_]{1,64}$/, "Member must satisfy regular expression pattern: [a-zA-Z0-9-_]{1,64}"),
    ),
  ),
  Description: v.optional(
    v.pipe(v.string(), v.maxLength(512, "Member must have length less than or equal to 512")),
  ),
  FlexibleTimeWindow: v.strictObject({
    Mode: v.literal("OFF", "The rehearsal's Scheduler knows the mode OFF alone"),
  }),
  GroupName: v.optional(name, "default"),
  ScheduleExpression: v.string(),
  ScheduleExpressionTimezone: v.optional(v.string(), "UTC"),
  State: v.optional(v.picklist(["ENABLED", "DISABLED"]), "ENABLED"),
  Target: v.strictObject({
    Arn: arn,
    RoleArn: arn,
    Input: v.optional(v.pipe(v.string(), v.nonEmpty()), "{}"),
    RetryPolicy: v.optional(
      v.strictObject({
        MaximumEventAgeInSeconds: v.optional(between(60, 86_400), 86_400),
        MaximumRetryAttempts: v.optional(between(0, 185), 185),
      }),
      {},
    ),
    DeadLetterConfig: v.optional(v.strictObject({ Arn: arn })),
  }),
});

/** What CreateSchedule's body says, with the service's defaults. */
export type CreateScheduleBody = v.InferOutput<typeof createScheduleBody>;

/**
 * Reads CreateSchedule's body.
 *
 * @throws ServiceError ValidationException if the service would not take it, or the rehearsal does not know part of it
 * @see https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
 */
export function parseCreateScheduleBody(text: string): CreateScheduleBody {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), createScheduleBody), text);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw invalid(v.getDotPath(issue) ?? "body", issue.message);
}

/** @throws ServiceError ValidationException if no schedule can have that name */
export function requireScheduleName(text: string): string {
  const parsed = v.safeParse(name, text);
  if (parsed.success) return parsed.output;
  throw invalid("name", parsed.issues[0].message);
}

function invalid(where: string, message: string): ServiceError {
  return new ServiceError("ValidationException", `1 validation error detected: ${where}: ${message}`);
}

import type { Clock } from "../clock/clock";
import { parseAtExpression } from "./at-expression";
import {
  type CreateScheduleBody,
  parseCreateScheduleBody,
  requireScheduleName,
} from "./create-schedule-request";
import { type Deployment, findRole, type ScheduleTarget } from "./deployment";
import type { OneTimeSchedules } from "./one-time-schedules";
import type { ScheduleService } from "./schedule-service";
import { assumeSchedulerRole } from "./scheduler-role";
import {
  type AwsService,
  type Caller,
  ServiceError,
  type ServiceRequest,
  type WireResponse,
} from "./service";
import { answerRestJson, restJsonProtocol } from "./wire/rest-json-protocol";

const OPERATIONS: Readonly<Record<string, string>> = {
  POST: "CreateSchedule",
  GET: "GetSchedule",
  PUT: "UpdateSchedule",
  DELETE: "DeleteSchedule",
};

/**
 * A stand-in for EventBridge Scheduler's API: creates and deletes one-time schedules, and tells of recurring ones. A time
 * that has passed is refused.
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Operations.html
 */
export class Scheduler implements AwsService {
  readonly name = "scheduler";
  readonly protocol = restJsonProtocol;

  readonly #clock: Clock;
  readonly #deployment: Deployment;
  readonly #schedules: OneTimeSchedules;
  readonly #recurring: Pick<ScheduleService, "find">;

  constructor(options: {
    readonly clock: Clock;
    readonly deployment: Deployment;
    readonly schedules: OneTimeSchedules;
    /** @default none */
    readonly recurring?: Pick<ScheduleService, "find">;
  }) {
    this.#clock = options.clock;
    this.#deployment = options.deployment;
    this.#schedules = options.schedules;
    this.#recurring = options.recurring ?? { find: () => undefined };
  }

  readOperation({ method, path }: ServiceRequest): string {
    const isOnSchedule = /^\/schedules\/[^/]+$/.test(path);
    return (isOnSchedule ? OPERATIONS[method] : undefined) ?? `${method} ${path}`;
  }

  handle(request: ServiceRequest, caller: Caller): WireResponse {
    const operation = this.readOperation(request);
    switch (operation) {
      case "CreateSchedule":
        return this.#create(request, caller);
      case "GetSchedule":
        return this.#get(request, caller);
      case "DeleteSchedule":
        return this.#delete(request, caller);
      default:
        throw new ServiceError(
          "UnknownOperationException",
          `The rehearsal's Scheduler knows no ${operation}.`,
          404,
        );
    }
  }

  #create(request: ServiceRequest, caller: Caller): WireResponse {
    const name = requireScheduleName(nameOf(request));
    const body = parseCreateScheduleBody(request.body);
    const { GroupName: groupName, State: state, ActionAfterCompletion: actionAfterCompletion } = body;
    const arn = this.#arnOf(groupName, name);
    caller.authorize("scheduler:CreateSchedule", arn);
    caller.authorize("iam:PassRole", body.Target.RoleArn, {
      "iam:PassedToService": "scheduler.amazonaws.com",
    });
    this.#requireGroup(groupName);
    const target = this.#readTarget(body);
    const { ClientToken: clientToken, ...rest } = body;
    const schedule = { name, arn, groupName, target, dueMs: this.#readMoment(body), state };
    this.#schedules.create({
      ...schedule,
      actionAfterCompletion,
      clientToken,
      request: JSON.stringify(rest),
    });
    return answerRestJson({ ScheduleArn: arn });
  }

  #get(request: ServiceRequest, caller: Caller): WireResponse {
    const arn = this.#readArn(request);
    caller.authorize("scheduler:GetSchedule", arn);
    const schedule = this.#recurring.find(arn);
    if (schedule === undefined)
      throw new ServiceError("ResourceNotFoundException", `Schedule ${nameOf(request)} does not exist.`, 404);
    const { name, groupName, expression, timeZone, state, target } = schedule;
    return answerRestJson({
      Arn: arn,
      Name: name,
      GroupName: groupName,
      ScheduleExpression: expression,
      ScheduleExpressionTimezone: timeZone,
      State: state,
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: { Arn: target.arn, RoleArn: target.roleArn, Input: target.input },
    });
  }

  #delete(request: ServiceRequest, caller: Caller): WireResponse {
    const arn = this.#readArn(request);
    caller.authorize("scheduler:DeleteSchedule", arn);
    this.#schedules.delete(arn);
    return answerRestJson({});
  }

  #readArn(request: ServiceRequest): string {
    const groupName = new URLSearchParams(request.query).get("groupName") ?? "default";
    return this.#arnOf(groupName, requireScheduleName(nameOf(request)));
  }

  /** @throws ServiceError if it is no event, or Scheduler could not take the role for schedules of that group */
  #readTarget({ Target, GroupName }: CreateScheduleBody): ScheduleTarget {
    if (!isJson(Target.Input))
      throw new ServiceError("ValidationException", "Target.Input is not valid JSON.");
    try {
      assumeSchedulerRole(this.#deployment, findRole(this.#deployment, Target.RoleArn), GroupName);
    } catch (cause) {
      throw new ServiceError(
        "ValidationException",
        "The execution role you provide must allow AWS EventBridge Scheduler to assume the role. " +
          `${cause instanceof Error ? cause.message : cause}`,
      );
    }
    const { MaximumRetryAttempts, MaximumEventAgeInSeconds } = Target.RetryPolicy;
    return {
      arn: Target.Arn,
      roleArn: Target.RoleArn,
      input: Target.Input,
      retry: {
        maximumRetryAttempts: MaximumRetryAttempts,
        maximumEventAgeSeconds: MaximumEventAgeInSeconds,
      },
      ...(Target.DeadLetterConfig === undefined ? {} : { deadLetterArn: Target.DeadLetterConfig.Arn }),
    };
  }

  #readMoment({ ScheduleExpression: expression, ScheduleExpressionTimezone: zone }: CreateScheduleBody) {
    const dueMs = parseAtExpression(expression, zone);
    if (dueMs === undefined)
      throw new ServiceError(
        "ValidationException",
        `Invalid Schedule Expression ${expression} in ${zone}: the rehearsal's Scheduler knows at(yyyy-mm-ddThh:mm:ss).`,
      );
    if (dueMs < this.#clock.now())
      throw new ServiceError("ValidationException", `The time of ${expression} in ${zone} has passed.`);
    return dueMs;
  }

  #requireGroup(groupName: string): void {
    const exists =
      groupName === "default" || this.#deployment.scheduleGroups.some(({ name }) => name === groupName);
    if (!exists)
      throw new ServiceError("ResourceNotFoundException", `Schedule group ${groupName} does not exist.`, 404);
  }

  #arnOf(groupName: string, name: string): string {
    const { region, accountId } = this.#deployment;
    return `arn:aws:scheduler:${region}:${accountId}:schedule/${groupName}/${name}`;
  }
}

function nameOf({ path }: ServiceRequest): string {
  return path
    .slice("/schedules/".length)
    .replaceAll(/%([0-9A-F]{2})/gi, (_escape, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

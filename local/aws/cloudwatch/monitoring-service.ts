import * as v from "valibot";
import type { Deployment } from "../deployment";
import {
  type AwsService,
  type Caller,
  ServiceError,
  type ServiceRequest,
  type WireResponse,
} from "../service";
import { readJsonBody, readJsonOperation } from "../wire/json-protocol";
import { answerMonitoring, monitoringProtocol } from "../wire/monitoring-protocol";
import type { CloudWatch } from "./cloudwatch";

const setAlarmStateRequest = v.object({
  AlarmName: v.string(),
  StateValue: v.picklist(["OK", "ALARM", "INSUFFICIENT_DATA"]),
  StateReason: v.string(),
});

/**
 * A stand-in for Amazon CloudWatch's API: SetAlarmState.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_SetAlarmState.html
 */
export class Monitoring implements AwsService {
  readonly name = "monitoring";
  readonly protocol = monitoringProtocol;
  readonly readOperation = readJsonOperation;

  readonly #deployment: Deployment;
  readonly #cloudWatch: CloudWatch;

  constructor(options: { readonly deployment: Deployment; readonly cloudWatch: CloudWatch }) {
    this.#deployment = options.deployment;
    this.#cloudWatch = options.cloudWatch;
  }

  handle(request: ServiceRequest, caller: Caller): WireResponse {
    const operation = readJsonOperation(request);
    if (operation !== "SetAlarmState")
      throw new ServiceError("InvalidAction", `The rehearsal's CloudWatch knows no ${operation}.`);
    const parsed = v.safeParse(setAlarmStateRequest, readJsonBody(request));
    if (!parsed.success) throw new ServiceError("InvalidParameterValue", parsed.issues[0].message);
    const { AlarmName: name, StateValue: state, StateReason: reason } = parsed.output;
    const { region, accountId, alarms } = this.#deployment;
    caller.authorize("cloudwatch:SetAlarmState", `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`);
    const alarm = alarms.find((candidate) => candidate.name === name);
    if (alarm === undefined) throw new ServiceError("ResourceNotFound", `Unknown alarm ${name}`, 404);
    this.#cloudWatch.setState(alarm, state, reason);
    return answerMonitoring({});
  }
}

import { Activity } from "../../../local/aws/activity";
import { type Deployment, findRole } from "../../../local/aws/deployment";
import { DynamoDb } from "../../../local/aws/dynamodb";
import { Faults } from "../../../local/aws/faults";
import { Gateway } from "../../../local/aws/gateway";
import { assumeRole } from "../../../local/aws/iam";
import { listAllowStatements, withoutStatement } from "../../../local/aws/iam/allow-statements";
import { OneTimeSchedules } from "../../../local/aws/one-time-schedules";
import { type DeliveryEvent, type InvokeAsync, ScheduleDelivery } from "../../../local/aws/schedule-delivery";
import { ScheduleFiring } from "../../../local/aws/schedule-firing";
import { Scheduler } from "../../../local/aws/scheduler";
import { SessionStore } from "../../../local/aws/sessions";
import { Sqs } from "../../../local/aws/sqs";
import { TableStore } from "../../../local/aws/table-store";
import { ManualClock } from "./manual-clock";

const closers: (() => Promise<void> | void)[] = [];

/** Has something done after the test. */
export function later(close: () => Promise<void> | void): void {
  closers.push(close);
}

export async function closeAll(): Promise<void> {
  for (const close of closers.splice(0).reverse()) await close();
}

/** The deployment without the statement that allows an action. */
export function without(deployment: Deployment, action: string): Deployment {
  const missing = listAllowStatements(deployment).find(({ actions }) => actions.includes(action));
  if (missing === undefined) throw new Error(`no statement allows ${action}`);
  return withoutStatement(deployment, missing);
}

/** Opens the gateway with DynamoDB and Scheduler behind it, and what an SDK client of the function is made with. */
export async function openGateway(
  deployment: Deployment,
  { invokeAsync = () => undefined }: { invokeAsync?: InvokeAsync } = {},
) {
  const clock = new ManualClock(new Date().toISOString());
  const basics = { clock, deployment, activity: new Activity() };
  const sessions = new SessionStore();
  const role = findRole(deployment, deployment.functions[0]?.roleArn ?? "");
  const credentials = sessions.open(
    assumeRole({ role, service: "lambda.amazonaws.com", sessionName: "backup-function" }),
  );
  const sqs = new Sqs(basics);
  const delivery = new ScheduleDelivery({ ...basics, sqs, invokeAsync });
  const events: DeliveryEvent[] = [];
  delivery.onEvent = (event) => events.push(event);
  const firing = new ScheduleFiring({ ...basics, delivery, seed: 1 });
  const schedules = new OneTimeSchedules({ ...basics, firing });
  const store = await TableStore.open(deployment.tables);
  later(() => store.close());
  const faults = new Faults();
  const killed: string[] = [];
  const gateway = new Gateway({
    clock,
    sessions,
    faults,
    services: [new DynamoDb({ ...basics, store }), new Scheduler({ ...basics, schedules })],
    killCaller: (accessKeyId) => killed.push(accessKeyId),
  });
  const endpoint = await gateway.listen();
  later(() => gateway.close());
  const client = { region: deployment.region, endpoint, credentials, maxAttempts: 1 };
  return { ...basics, client, gateway, faults, killed, firing, schedules, events, sqs };
}

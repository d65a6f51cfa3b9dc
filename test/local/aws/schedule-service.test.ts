import { Activity } from "../../../local/aws/activity";
import { deployStack } from "../../../local/aws/deploy-stack";
import type { Deployment } from "../../../local/aws/deployment";
import { authorize } from "../../../local/aws/iam";
import { listAllowStatements, withoutStatement } from "../../../local/aws/iam/allow-statements";
import { type DeliveryEvent, type InvokeAsync, ScheduleDelivery } from "../../../local/aws/schedule-delivery";
import { type DeliveryPlan, ScheduleFiring } from "../../../local/aws/schedule-firing";
import { ScheduleService } from "../../../local/aws/schedule-service";
import { ServiceError } from "../../../local/aws/service";
import { Sqs } from "../../../local/aws/sqs";
import { describeBackup, synthesiseStack } from "./backup-like-stack";
import { ManualClock } from "./manual-clock";

const deployment = deployStack(synthesiseStack(describeBackup));
const [nightly] = deployment.schedules;
if (nightly === undefined) throw new Error("expected a schedule");

/** Accepts an event as Lambda does, unless told otherwise. */
const acceptIfAllowed: InvokeAsync = (functionArn, _event, principal) =>
  authorize({ principal, action: "lambda:InvokeFunction", resource: functionArn });

const refuse: InvokeAsync = () => {
  throw new ServiceError("TooManyRequestsException", "Rate exceeded", 429);
};

function startScheduler(
  options: { of?: Deployment; invoke?: InvokeAsync; seed?: number; plan?: DeliveryPlan } = {},
) {
  const { of = deployment, invoke = acceptIfAllowed, seed = 1, plan } = options;
  const clock = new ManualClock("2026-03-01T00:00:00Z");
  const events: DeliveryEvent[] = [];
  const deliveries: { at: string; functionArn: string; event: unknown }[] = [];
  const sqs = new Sqs({ clock, deployment: of });
  const delivery = new ScheduleDelivery({
    clock,
    deployment: of,
    sqs,
    invokeAsync: (functionArn, event, caller) => {
      deliveries.push({ at: new Date(clock.now()).toISOString(), functionArn, event });
      return invoke(functionArn, event, caller);
    },
  });
  delivery.onEvent = (event) => events.push(event);
  const activity = new Activity();
  const firing = new ScheduleFiring({ clock, delivery, activity, seed });
  if (plan !== undefined) firing.planDeliveries = plan;
  const service = new ScheduleService({ clock, deployment: of, firing });
  service.start();
  return { clock, events, deliveries, sqs, service, firing, activity };
}

function withSchedule(
  change: Partial<typeof nightly>,
  target: Partial<(typeof deployment.schedules)[0]["target"]> = {},
) {
  return {
    ...deployment,
    schedules: deployment.schedules.map((schedule) => ({
      ...schedule,
      ...change,
      target: { ...schedule.target, ...target },
    })),
  };
}

function without(action: string): Deployment {
  const missing = listAllowStatements(deployment).find(({ actions }) => actions.includes(action));
  if (missing === undefined) throw new Error(`no statement allows ${action}`);
  return withoutStatement(deployment, missing);
}

const kinds = (events: readonly DeliveryEvent[]) => events.map(({ kind }) => kind);

test("the schedule fires each night, up to a minute late, with the time that it was due", async () => {
  const { clock, deliveries, service } = startScheduler();
  expect(service.listUpcoming().map(({ scheduledAtMs }) => new Date(scheduledAtMs).toISOString())).toEqual([
    "2026-03-01T03:30:00.000Z",
  ]);
  await clock.advanceTo("2026-03-03T12:00:00Z");
  expect(deliveries.map(({ event }) => event)).toEqual(
    ["2026-03-01", "2026-03-02", "2026-03-03"].map((day) => ({
      mode: "backup",
      trigger: "schedule",
      scheduledTime: `${day}T03:30:00Z`,
    })),
  );
  for (const { at, functionArn } of deliveries) {
    expect(at).toMatch(/T03:30:/);
    expect(functionArn).toBe(deployment.functions[0]?.arn);
  }
});

test("how late it fires depends on the seed alone", async () => {
  const firstDelivery = async (seed: number) => {
    const { clock, deliveries } = startScheduler({ seed });
    await clock.advanceTo("2026-03-01T12:00:00Z");
    return deliveries[0]?.at;
  };
  expect(await firstDelivery(7)).toBe(await firstDelivery(7));
  expect(new Set(await Promise.all([1, 2, 3, 4].map(firstDelivery))).size).toBe(4);
});

test.each<[string, readonly number[], string[]]>([
  ["lost", [], []],
  ["delivered twice at the same moment", [7_000, 7_000], ["03:30:07", "03:30:07"]],
  ["delivered again after an hour", [7_000, 3_607_000], ["03:30:07", "04:30:07"]],
  ["delivered late", [600_000], ["03:40:00"]],
])("an occurrence can be %s", async (_title, delaysMs, times) => {
  const plan: DeliveryPlan = ({ scheduledAtMs }, usualDelayMs) =>
    scheduledAtMs === Date.parse("2026-03-01T03:30:00Z") ? delaysMs : [usualDelayMs];
  const { clock, deliveries } = startScheduler({ plan });
  await clock.advanceTo("2026-03-01T23:00:00Z");
  expect(deliveries.map(({ at }) => at.slice(11, 19))).toEqual(times);
  await clock.advanceTo("2026-03-02T12:00:00Z");
  expect(deliveries).toHaveLength(times.length + 1);
});

test("an occurrence is under way until its last delivery is over", async () => {
  const { clock, activity } = startScheduler({ plan: () => [7_000, 3_607_000] });
  await clock.advanceTo("2026-03-01T03:31:00Z");
  const quietAt = activity.whenQuiet().then(() => new Date(clock.now()).toISOString());
  await clock.advanceTo("2026-03-01T12:00:00Z");
  expect(await quietAt).toBe("2026-03-01T04:30:07.000Z");
});

test("a disabled schedule does not fire", async () => {
  const { clock, deliveries, service } = startScheduler({ of: withSchedule({ state: "DISABLED" }) });
  await clock.advanceTo("2026-03-03T00:00:00Z");
  expect(deliveries).toEqual([]);
  expect(service.listUpcoming()).toEqual([]);
});

test("a stopped service fires nothing any more, nor tries anything again", async () => {
  const { clock, deliveries, service, firing } = startScheduler({ invoke: refuse });
  await clock.advanceTo("2026-03-01T03:31:00Z");
  const before = deliveries.length;
  service.stop();
  firing.stop();
  await clock.advanceTo("2026-03-03T00:00:00Z");
  expect(before).toBeGreaterThan(0);
  expect(deliveries).toHaveLength(before);
});

test("every context attribute is filled in, the scheduled time the same at each attempt", async () => {
  const input =
    '{"time":"<aws.scheduler.scheduled-time>","id":"<aws.scheduler.execution-id>","attempt":<aws.scheduler.attempt-number>,"arn":"<aws.scheduler.schedule-arn>"}';
  const { clock, deliveries } = startScheduler({ of: withSchedule({}, { input }), invoke: refuse });
  await clock.advanceTo("2026-03-01T12:00:00Z");
  expect(deliveries.map(({ event }) => event)).toEqual(
    [1, 2, 3, 4].map((attempt) => ({
      time: "2026-03-01T03:30:00Z",
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      attempt,
      arn: nightly.arn,
    })),
  );
  expect(new Set(deliveries.map(({ event }) => JSON.stringify(event))).size).toBe(4);
});

test("an event that is refused again and again ends in the dead-letter queue, saying why", async () => {
  const { clock, events, sqs } = startScheduler({ invoke: refuse });
  await clock.advanceTo("2026-03-01T12:00:00Z");
  expect(kinds(events)).toEqual(["failed", "failed", "failed", "failed", "dead-lettered"]);
  expect(sqs.messages).toMatchObject([
    {
      queueArn: deployment.queues[0]?.arn,
      attributes: {
        ERROR_CODE: "TooManyRequestsException",
        ERROR_MESSAGE: "Rate exceeded",
        EXHAUSTED_RETRY_CONDITION: "MaximumRetryAttempts",
        RETRY_ATTEMPTS: "3",
        SCHEDULED_TIME: "2026-03-01T03:30:00Z",
        SCHEDULE_ARN: nightly.arn,
        TARGET_ARN: nightly.target.arn,
      },
    },
  ]);
  expect(JSON.parse(sqs.messages[0]?.body ?? "")).toMatchObject({
    Payload: expect.stringContaining("2026-03-01T03:30:00Z"),
  });
});

test("no attempt is made once the event has grown too old", async () => {
  const retry = { maximumRetryAttempts: 185, maximumEventAgeSeconds: 300 };
  const { clock, deliveries, sqs } = startScheduler({ of: withSchedule({}, { retry }), invoke: refuse });
  await clock.advanceTo("2026-03-01T12:00:00Z");
  expect(sqs.messages[0]?.attributes.EXHAUSTED_RETRY_CONDITION).toBe("MaximumEventAgeInSeconds");
  expect(deliveries.length).toBeGreaterThan(4);
  expect(deliveries.every(({ at }) => at <= "2026-03-01T03:35:00Z")).toBe(true);
});

test("an event that is taken at the second attempt is delivered", async () => {
  let calls = 0;
  const invoke: InvokeAsync = (...call) => (++calls === 1 ? refuse(...call) : acceptIfAllowed(...call));
  const { clock, events, sqs } = startScheduler({ invoke });
  await clock.advanceTo("2026-03-01T12:00:00Z");
  expect(kinds(events)).toEqual(["failed", "delivered"]);
  expect(sqs.messages).toEqual([]);
});

test("without the grant to invoke, the event ends in the dead-letter queue with the action named", async () => {
  const { clock, sqs } = startScheduler({ of: without("lambda:InvokeFunction") });
  await clock.advanceTo("2026-03-01T12:00:00Z");
  expect(sqs.messages[0]?.attributes).toMatchObject({
    ERROR_CODE: "AccessDeniedException",
    ERROR_MESSAGE: expect.stringContaining("not authorized to perform: lambda:InvokeFunction"),
  });
});

test("without the grant to send, an event that cannot be delivered is lost, with the action named", async () => {
  const { clock, events, sqs } = startScheduler({ of: without("sqs:SendMessage"), invoke: refuse });
  await clock.advanceTo("2026-03-01T12:00:00Z");
  expect(events.at(-1)).toMatchObject({
    kind: "lost",
    cause: { message: expect.stringContaining("not authorized to perform: sqs:SendMessage") },
  });
  expect(sqs.messages).toEqual([]);
});

test("without a dead-letter queue, an event that cannot be delivered is lost", async () => {
  const { deadLetterArn: _, ...target } = nightly.target;
  const of = { ...deployment, schedules: [{ ...nightly, target }] };
  const { clock, events } = startScheduler({ of, invoke: refuse });
  await clock.advanceTo("2026-03-01T12:00:00Z");
  expect(events.at(-1)).toMatchObject({ kind: "lost", cause: { message: "Rate exceeded" } });
});

test("a role that trusts another schedule group cannot be used", async () => {
  const { clock, deliveries, events } = startScheduler({ of: withSchedule({ groupName: "other" }) });
  await clock.advanceTo("2026-03-01T12:00:00Z");
  expect(deliveries).toEqual([]);
  expect(events.at(-1)).toMatchObject({
    kind: "lost",
    cause: { message: expect.stringContaining("sts:AssumeRole") },
  });
});

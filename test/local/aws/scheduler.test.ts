import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
} from "@aws-sdk/client-scheduler";
import { parseAtExpression } from "../../../local/aws/at-expression";
import { deployStack } from "../../../local/aws/deploy-stack";
import type { Deployment } from "../../../local/aws/deployment";
import { authorize } from "../../../local/aws/iam";
import type { InvokeAsync } from "../../../local/aws/schedule-delivery";
import { ServiceError } from "../../../local/aws/service";
import { describeBackup, synthesiseStack } from "./backup-like-stack";
import { closeAll, later, openGateway, without } from "./open-gateway";
import { describeWakeUps } from "./wake-up-stack";

const deployment = deployStack(synthesiseStack((stack) => describeBackup(stack, { describeWakeUps })));
const [backup] = deployment.functions;
const { GROUP: GroupName = "", ROLE: RoleArn = "" } = backup?.environment ?? {};
const Arn = backup?.arn ?? "";

afterEach(closeAll);

async function openScheduler(of: Deployment = deployment, invoke: InvokeAsync = () => undefined) {
  const fired: { at: string; event: unknown }[] = [];
  const opened = await openGateway(of, {
    invokeAsync: (functionArn, event, principal) => {
      authorize({ principal, action: "lambda:InvokeFunction", resource: functionArn });
      fired.push({ at: iso(opened.clock.now()), event });
      return invoke(functionArn, event, principal);
    },
  });
  const scheduler = new SchedulerClient(opened.client);
  later(() => scheduler.destroy());
  const startMs = Math.ceil(opened.clock.now() / 1000) * 1000;
  const wakeUp = (change: Partial<CreateScheduleCommandInput> = {}, target: object = {}) =>
    new CreateScheduleCommand({
      Name: "run-1_hop.2",
      GroupName,
      ScheduleExpression: `at(${local(startMs + 120_000)})`,
      ScheduleExpressionTimezone: "UTC",
      FlexibleTimeWindow: { Mode: "OFF" },
      ActionAfterCompletion: "DELETE",
      Target: { Arn, RoleArn, Input: '{"mode":"follow","hop":2}', ...target },
      ...change,
    });
  const pass = (minutes: number) => opened.clock.advanceTo(iso(startMs + minutes * 60_000));
  return { ...opened, scheduler, fired, startMs, wakeUp, pass };
}

const iso = (atMs: number) => new Date(atMs).toISOString();
const local = (atMs: number) => iso(atMs).slice(0, 19);

test("a moment is read in its zone, and what is none is not", () => {
  const moment = (expression: string, zone: string) => {
    const atMs = parseAtExpression(expression, zone);
    return atMs === undefined ? undefined : iso(atMs);
  };
  expect(moment("at(2026-03-01T02:45:00)", "UTC")).toBe("2026-03-01T02:45:00.000Z");
  expect(moment("at(2026-07-01T02:45:00)", "Europe/Berlin")).toBe("2026-07-01T00:45:00.000Z");
  for (const expression of [
    "at(2026-02-30T00:00:00)",
    "at(2026-03-01T02:45:00Z)",
    "at(2026-03-01T02:45)",
    "rate(1 day)",
  ])
    expect(moment(expression, "UTC")).toBeUndefined();
  expect(moment("at(2026-03-01T02:45:00)", "Europe/Atlantis")).toBeUndefined();
});

test("a wake-up fires once, up to a minute late, and is gone: its name can be used again", async () => {
  const { scheduler, wakeUp, pass, fired, startMs, schedules, activity, gateway } = await openScheduler();
  const { ScheduleArn } = await scheduler.send(wakeUp());
  expect(ScheduleArn).toBe(`arn:aws:scheduler:eu-central-1:123456789012:schedule/${GroupName}/run-1_hop.2`);
  expect(gateway.calls[0]).toMatchObject({ service: "scheduler", operation: "CreateSchedule", status: 200 });
  await pass(2 - 1 / 60);
  expect(fired).toEqual([]);
  await pass(3);
  expect(fired).toEqual([{ at: expect.any(String), event: { mode: "follow", hop: 2 } }]);
  const lateMs = Date.parse(fired[0]?.at ?? "") - (startMs + 120_000);
  expect(lateMs).toBeGreaterThanOrEqual(0);
  expect(lateMs).toBeLessThan(60_000);
  expect(schedules.existing).toEqual([]);
  await activity.whenQuiet();
  await scheduler.send(wakeUp({ ScheduleExpression: `at(${local(startMs + 600_000)})` }));
  expect(schedules.created).toHaveLength(2);
});

test("a schedule that is not to be deleted after completion stays, and fires no more", async () => {
  const { scheduler, wakeUp, pass, fired, startMs, schedules, activity } = await openScheduler();
  await scheduler.send(wakeUp({ ActionAfterCompletion: "NONE" }));
  await pass(4);
  await activity.whenQuiet();
  expect(fired).toHaveLength(1);
  expect(schedules.existing).toMatchObject([{ name: "run-1_hop.2" }]);
  const inTenMinutes = `at(${local(startMs + 600_000)})`;
  await expect(scheduler.send(wakeUp({ ScheduleExpression: inTenMinutes }))).rejects.toMatchObject({
    name: "ConflictException",
  });
});

test("a name that is taken is a conflict, but the same request sent again is not", async () => {
  const { scheduler, wakeUp, schedules } = await openScheduler();
  const first = await scheduler.send(wakeUp({ ClientToken: "token-1" }));
  expect((await scheduler.send(wakeUp({ ClientToken: "token-1" }))).ScheduleArn).toBe(first.ScheduleArn);
  await expect(scheduler.send(wakeUp())).rejects.toMatchObject({
    name: "ConflictException",
    message: "Schedule run-1_hop.2 already exists.",
    $metadata: { httpStatusCode: 409 },
  });
  await expect(
    scheduler.send(wakeUp({ ClientToken: "token-1", Description: "another" })),
  ).rejects.toMatchObject({ name: "ConflictException" });
  expect(schedules.created).toHaveLength(1);
});

test("a wake-up whose answer was lost is there once, as the SDK asks again with the same token", async () => {
  const { client, wakeUp, faults, schedules } = await openScheduler();
  faults.add({ service: "scheduler", when: "after", count: 1, effect: { kind: "reset" } });
  const scheduler = new SchedulerClient({ ...client, maxAttempts: 3 });
  later(() => scheduler.destroy());
  await scheduler.send(wakeUp());
  expect(schedules.created).toHaveLength(1);
});

test("a wake-up that is deleted does not fire, and one that does not exist cannot be deleted", async () => {
  const { scheduler, wakeUp, pass, fired, activity } = await openScheduler();
  await scheduler.send(wakeUp());
  const remove = () => new DeleteScheduleCommand({ Name: "run-1_hop.2", GroupName });
  await scheduler.send(remove());
  await activity.whenQuiet();
  await expect(scheduler.send(remove())).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: "Schedule run-1_hop.2 does not exist.",
    $metadata: { httpStatusCode: 404 },
  });
  await pass(60);
  expect(fired).toEqual([]);
});

test("a disabled schedule never fires, and nobody waits for it", async () => {
  const { scheduler, wakeUp, pass, fired, activity, schedules } = await openScheduler();
  await scheduler.send(wakeUp({ State: "DISABLED" }));
  await activity.whenQuiet();
  await pass(60);
  expect(fired).toEqual([]);
  expect(schedules.existing).toHaveLength(1);
});

test("wake-ups that were disarmed fire once they are armed again, at once if they are overdue", async () => {
  const { scheduler, wakeUp, pass, fired, schedules } = await openScheduler();
  await scheduler.send(wakeUp());
  schedules.stop();
  await pass(60);
  expect(fired).toEqual([]);
  schedules.start();
  schedules.start();
  await pass(61);
  expect(fired).toHaveLength(1);
});

test.each<[string, Partial<CreateScheduleCommandInput>, object, RegExp]>([
  ["a name with a colon", { Name: "run:1" }, {}, /name: Member must satisfy/],
  ["a name of 65 characters", { Name: "a".repeat(65) }, {}, /less than or equal to 64/],
  ["a moment that has passed", { ScheduleExpression: "at(2020-01-01T00:00:00)" }, {}, /has passed/],
  ["a moment that is none", { ScheduleExpression: "at(2026-13-01T00:00:00)" }, {}, /Invalid Schedule Expr/],
  ["a zone that is none", { ScheduleExpressionTimezone: "Mars" }, {}, /Invalid Schedule Expr/],
  ["a recurring expression", { ScheduleExpression: "rate(5 minutes)" }, {}, /Invalid Schedule Expr/],
  [
    "a flexible window",
    { FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 5 } },
    {},
    /FlexibleTimeWindow/,
  ],
  ["no window", { FlexibleTimeWindow: undefined }, {}, /FlexibleTimeWindow/],
  ["an input that is no JSON", {}, { Input: "follow" }, /Target\.Input is not valid JSON/],
  ["too many retries", {}, { RetryPolicy: { MaximumRetryAttempts: 186 } }, /less than or equal to 185/],
  ["too short an age", {}, { RetryPolicy: { MaximumEventAgeInSeconds: 59 } }, /greater than or equal to 60/],
  ["a target that is no ARN", {}, { Arn: "backup" }, /Target\.Arn/],
  ["what the rehearsal does not know", { KmsKeyArn: "arn:aws:kms:a:b:c" }, {}, /KmsKeyArn/],
])("%s is refused and named", async (_title, change, target, message) => {
  const { scheduler, wakeUp, schedules } = await openScheduler();
  const attempt = scheduler.send(wakeUp(change, target));
  await expect(attempt).rejects.toMatchObject({
    name: "ValidationException",
    $metadata: { httpStatusCode: 400 },
  });
  await expect(attempt).rejects.toThrow(message);
  expect(schedules.created).toEqual([]);
});

describe("a wake-up needs", () => {
  test.each([
    ["the grant to create it", "scheduler:CreateSchedule", "scheduler:CreateSchedule"],
    ["the grant to pass its role", "iam:PassRole", "iam:PassRole"],
  ])("%s", async (_title, action, named) => {
    const { scheduler, wakeUp, schedules } = await openScheduler(without(deployment, action));
    await expect(scheduler.send(wakeUp())).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringContaining(`not authorized to perform: ${named}`),
      $metadata: { httpStatusCode: 403 },
    });
    expect(schedules.created).toEqual([]);
  });

  test("a role that may be passed: that of the nightly schedule may not", async () => {
    const { scheduler, wakeUp, gateway } = await openScheduler();
    const nightlyRole = deployment.schedules[0]?.target.roleArn;
    await expect(scheduler.send(wakeUp({}, { RoleArn: nightlyRole }))).rejects.toMatchObject({
      name: "AccessDeniedException",
    });
    expect(gateway.calls[0]?.check).toEqual({
      action: "iam:PassRole",
      resource: nightlyRole,
      allowed: false,
    });
  });

  test("its own group: neither the nightly schedule's nor one that does not exist", async () => {
    const { scheduler, wakeUp } = await openScheduler();
    await expect(scheduler.send(wakeUp({ GroupName: "default" }))).rejects.toMatchObject({
      name: "AccessDeniedException",
    });
    const { scheduler: groupless, wakeUp: another } = await openScheduler({
      ...deployment,
      scheduleGroups: [],
    });
    await expect(groupless.send(another())).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  test("a role that trusts the group's schedules", async () => {
    const roles = deployment.roles.map((role) => (role.arn === RoleArn ? { ...role, trust: [] } : role));
    const { scheduler, wakeUp } = await openScheduler({ ...deployment, roles });
    await expect(scheduler.send(wakeUp())).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringMatching(/must allow AWS EventBridge Scheduler to assume the role/),
    });
  });

  test("a role that may invoke the function: it is lost otherwise, and gone", async () => {
    const of = {
      ...deployment,
      roles: deployment.roles.map((role) => (role.arn === RoleArn ? { ...role, policies: [] } : role)),
    };
    const { scheduler, wakeUp, pass, events, schedules, activity } = await openScheduler(of);
    const RetryPolicy = { MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 3_600 };
    await scheduler.send(wakeUp({}, { RetryPolicy }));
    await pass(60);
    await activity.whenQuiet();
    expect(events.map(({ kind }) => kind)).toEqual(["failed", "failed", "lost"]);
    expect(events.at(-1)).toMatchObject({
      cause: { message: expect.stringContaining("lambda:InvokeFunction") },
    });
    expect(schedules.existing).toEqual([]);
  });
});

test("a wake-up that Lambda refuses is tried again, and stays under way until it is taken", async () => {
  let refusals = 2;
  const { scheduler, wakeUp, pass, events, activity, schedules, clock, startMs } = await openScheduler(
    deployment,
    () => {
      refusals -= 1;
      if (refusals >= 0) throw new ServiceError("TooManyRequestsException", "Rate exceeded", 429);
    },
  );
  await scheduler.send(wakeUp());
  const quiet = activity.whenQuiet().then(() => clock.now());
  await pass(60);
  expect(events.map(({ kind }) => kind)).toEqual(["failed", "failed", "delivered"]);
  expect(await quiet).toBeGreaterThan(startMs + 120_000);
  expect(schedules.existing).toEqual([]);
});

test("an operation that is not imitated is named, and so is a fault's throttling", async () => {
  const { scheduler, wakeUp, faults } = await openScheduler();
  await expect(scheduler.send(new ListSchedulesCommand({ GroupName }))).rejects.toThrow(
    /knows no GET \/schedules/,
  );
  faults.add({ service: "scheduler", when: "before", effect: { kind: "throttled" } });
  await expect(scheduler.send(wakeUp())).rejects.toMatchObject({
    name: "ThrottlingException",
    $metadata: { httpStatusCode: 429 },
  });
});

import { Activity } from "../../../local/aws/activity";
import { deployStack } from "../../../local/aws/deploy-stack";
import { type Deployment, findRole } from "../../../local/aws/deployment";
import { assumeRole } from "../../../local/aws/iam";
import { listAllowStatements, withoutStatement } from "../../../local/aws/iam/allow-statements";
import { type Invocation, LambdaService } from "../../../local/aws/lambda-service";
import { LogGroups } from "../../../local/aws/log-groups";
import { describeBackup, synthesiseStack } from "./backup-like-stack";
import { ManualClock } from "./manual-clock";

const deployment = deployStack(synthesiseStack(describeBackup));
const [backup] = deployment.functions;
if (backup === undefined) throw new Error("expected a function");

const STREAM = "2026/03/01/[$LATEST]abc";

function startLambda(options: { of?: Deployment; outcomes?: Invocation["outcome"][] } = {}) {
  const { of = deployment, outcomes = [] } = options;
  const clock = new ManualClock("2026-03-01T00:00:00Z");
  const logGroups = new LogGroups(clock);
  const invoked: { at: string; event: unknown; requestId: string }[] = [];
  const activity = new Activity();
  const lambda = new LambdaService({
    clock,
    deployment: of,
    logGroups,
    activity,
    createRunner: () => ({
      invoke: async (event, { requestId }) => {
        invoked.push({ at: new Date(clock.now()).toISOString(), event, requestId });
        return {
          outcome: outcomes.shift() ?? "succeeded",
          logStreamName: STREAM,
          logLines: [`START ${requestId}`, "END"],
        };
      },
    }),
  });
  const denials: string[] = [];
  const dropped: unknown[] = [];
  lambda.onDenied = (denial) => denials.push(denial.message);
  lambda.onDropped = ({ event }) => dropped.push(event);
  const scheduler = assumeRole({
    role: findRole(of, of.schedules[0]?.target.roleArn ?? ""),
    service: "scheduler.amazonaws.com",
    sessionName: "scheduler",
    context: {
      "aws:SourceAccount": of.accountId,
      "aws:SourceArn": `arn:aws:scheduler:${of.region}:${of.accountId}:schedule-group/default`,
    },
  });
  return { clock, lambda, logGroups, activity, invoked, denials, dropped, scheduler };
}

function without(action: string): Deployment {
  const missing = listAllowStatements(deployment).find(({ actions }) => actions.includes(action));
  if (missing === undefined) throw new Error(`no statement allows ${action}`);
  return withoutStatement(deployment, missing);
}

const withRetries = (maxRetryAttempts: number, maxEventAgeSeconds: number): Deployment => ({
  ...deployment,
  functions: [{ ...backup, asyncInvoke: { maxRetryAttempts, maxEventAgeSeconds } }],
});

test("an asynchronous event is taken at once and invoked on its own", async () => {
  const { clock, lambda, invoked, scheduler } = startLambda();
  const ended: unknown[] = [];
  lambda.onInvocationEnd = (event, result, attempt) => ended.push([event.requestId, result.outcome, attempt]);
  const requestId = lambda.invokeAsync(backup.arn, { mode: "backup" }, scheduler);
  await clock.advanceTo("2026-03-01T00:00:01Z");
  expect(invoked).toEqual([{ at: "2026-03-01T00:00:00.000Z", event: { mode: "backup" }, requestId }]);
  expect(ended).toEqual([[requestId, "succeeded", 1]]);
});

test("a failed event is not tried again where the stack forbids it", async () => {
  const { clock, lambda, invoked, dropped, scheduler } = startLambda({ outcomes: ["failed"] });
  lambda.invokeAsync(backup.arn, "event", scheduler);
  await clock.advanceTo("2026-03-01T12:00:00Z");
  expect(invoked).toHaveLength(1);
  expect(dropped).toEqual(["event"]);
});

test("a failed event is tried again after one and two minutes, under the same request id", async () => {
  const of = withRetries(2, 21_600);
  const { clock, lambda, invoked, dropped, scheduler } = startLambda({
    of,
    outcomes: ["failed", "failed", "failed"],
  });
  lambda.invokeAsync(backup.arn, "event", scheduler);
  await clock.advanceTo("2026-03-01T12:00:00Z");
  expect(invoked.map(({ at }) => at.slice(11, 16))).toEqual(["00:00", "00:01", "00:03"]);
  expect(new Set(invoked.map(({ requestId }) => requestId)).size).toBe(1);
  expect(dropped).toEqual(["event"]);
});

test("an event that succeeds at the second attempt is not dropped", async () => {
  const { clock, lambda, invoked, dropped, scheduler } = startLambda({
    of: withRetries(2, 21_600),
    outcomes: ["failed"],
  });
  lambda.invokeAsync(backup.arn, "event", scheduler);
  await clock.advanceTo("2026-03-01T12:00:00Z");
  expect(invoked).toHaveLength(2);
  expect(dropped).toEqual([]);
});

test("an event that grows too old is dropped though attempts are left", async () => {
  const of = withRetries(2, 60);
  const { clock, lambda, invoked, dropped, scheduler } = startLambda({ of, outcomes: ["failed", "failed"] });
  lambda.invokeAsync(backup.arn, "event", scheduler);
  await clock.advanceTo("2026-03-01T12:00:00Z");
  expect(invoked).toHaveLength(2);
  expect(dropped).toEqual(["event"]);
});

test("an event is under way until nothing is tried any more", async () => {
  const of = withRetries(2, 21_600);
  const { clock, lambda, activity, scheduler } = startLambda({ of, outcomes: ["failed"] });
  const running: number[] = [];
  lambda.onRunningChange = (count) => running.push(count);
  lambda.invokeAsync(backup.arn, "event", scheduler);
  const quietAt = activity.whenQuiet().then(() => new Date(clock.now()).toISOString());
  await clock.advanceTo("2026-03-01T12:00:00Z");
  expect(await quietAt).toBe("2026-03-01T00:01:00.000Z");
  expect(running).toEqual([1, 0, 1, 0]);
});

test("a synchronous invocation gives its result and is never tried again", async () => {
  const { clock, lambda, invoked } = startLambda({ of: withRetries(2, 21_600), outcomes: ["failed"] });
  expect(await lambda.invoke(backup.arn, {})).toMatchObject({ outcome: "failed" });
  await clock.advanceTo("2026-03-01T12:00:00Z");
  expect(invoked).toHaveLength(1);
});

test("a caller without the grant to invoke is refused, and nothing runs", () => {
  const { lambda, invoked, scheduler } = startLambda({ of: without("lambda:InvokeFunction") });
  expect(() => lambda.invokeAsync(backup.arn, {}, scheduler)).toThrow(
    /not authorized to perform: lambda:InvokeFunction/,
  );
  expect(invoked).toEqual([]);
});

test("a function that does not exist is named", async () => {
  const { lambda } = startLambda();
  await expect(lambda.invoke(`${backup.arn}x`, {})).rejects.toThrow(`Function not found: ${backup.arn}x`);
});

test("the log lines are in the function's log group, in the environment's stream", async () => {
  const { lambda, logGroups, invoked, denials } = startLambda();
  await lambda.invoke(backup.arn, {});
  await lambda.invoke(backup.arn, {});
  const place = { logGroupName: backup.logGroupName, logStreamName: STREAM };
  expect(logGroups.events).toMatchObject(
    invoked.flatMap(({ requestId }) => [
      { ...place, message: `START ${requestId}` },
      { ...place, message: "END" },
    ]),
  );
  expect(denials).toEqual([]);
});

test("without the grant to write logs the lines are lost and the denial names the action", async () => {
  const { lambda, logGroups, denials } = startLambda({ of: without("logs:PutLogEvents") });
  expect(await lambda.invoke(backup.arn, {})).toMatchObject({ outcome: "succeeded" });
  expect(logGroups.events).toEqual([]);
  expect(denials).toEqual([
    expect.stringMatching(
      /not authorized to perform: logs:CreateLogStream on resource: .*:log-stream:2026\/03\/01/,
    ),
  ]);
});

test("a function whose role does not trust Lambda cannot be deployed", () => {
  const of = { ...deployment, roles: deployment.roles.map((role) => ({ ...role, trust: [] })) };
  expect(
    () =>
      new LambdaService({
        clock: new ManualClock("2026-03-01T00:00:00Z"),
        deployment: of,
        logGroups: new LogGroups(new ManualClock("2026-03-01T00:00:00Z")),
        activity: new Activity(),
        createRunner: () => ({
          invoke: async () => ({ outcome: "succeeded", logStreamName: STREAM, logLines: [] }),
        }),
      }),
  ).toThrow(/trust policy does not allow it to lambda\.amazonaws\.com/);
});

import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { SchedulerWakeUps } from "../../../lambda/wake-ups/scheduler-wake-ups";
import { type Respond, startServer } from "../portal/loopback-server";

const configuration = {
  group: "wake-ups",
  roleArn: "arn:aws:iam::123456789012:role/wake-up",
  functionArn: "arn:aws:lambda:eu-central-1:123456789012:function:backup",
};
const dueMs = Date.parse("2026-03-01T02:45:00.001Z");

async function open(respond: Respond) {
  const server = await startServer(respond);
  const credentials = { accessKeyId: "AKIA", secretAccessKey: "secret" };
  const client = new SchedulerClient({
    endpoint: server.url,
    region: "eu-central-1",
    credentials,
    maxAttempts: 1,
  });
  const logged: [happening: string, facts: unknown][] = [];
  const wakeUps = new SchedulerWakeUps(client, configuration, (...line) => logged.push(line));
  return { wakeUps, server, logged };
}

const answer =
  (status: number, type?: string): Respond =>
  (_, response) => {
    response.writeHead(status, {
      "content-type": "application/json",
      ...(type === undefined ? {} : { "x-amzn-errortype": type }),
    });
    response.end(JSON.stringify(status === 200 ? { ScheduleArn: "arn" } : { Message: "because" }));
  };

describe("a wake-up", () => {
  it("is a one-time schedule that calls the function with ids and a counter, and deletes itself", async () => {
    const { wakeUps, server, logged } = await open(answer(200));
    expect(await wakeUps.arm("2026-03-01T04:30:00Z", 3, dueMs)).toBe(true);
    expect(server.requests[0]).toMatchObject({
      method: "POST",
      url: expect.stringMatching(/^\/schedules\/run-[0-9a-f]{40}-3$/),
    });
    expect(JSON.parse(server.requests[0]?.body ?? "")).toEqual({
      ActionAfterCompletion: "DELETE",
      ClientToken: expect.any(String),
      FlexibleTimeWindow: { Mode: "OFF" },
      GroupName: "wake-ups",
      ScheduleExpression: "at(2026-03-01T02:45:01)",
      ScheduleExpressionTimezone: "UTC",
      Target: {
        Arn: configuration.functionArn,
        RoleArn: configuration.roleArn,
        Input: '{"mode":"follow","runId":"2026-03-01T04:30:00Z","hop":3}',
        RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 30 },
      },
    });
    expect(logged).toEqual([]);
    await server.stop();
  });

  it("has a name that fits the scheduler, whatever the run's id is, and another for each run and hop", async () => {
    const { wakeUps, server } = await open(answer(200));
    const ids = [
      "2026-03-01T04:30:00Z",
      `2026-03-01T04:30:00.123Z ${"8f5d6c1e-0000-4000-8000-000000000001"}`,
    ];
    for (const id of ids) for (const hop of [1, 500]) await wakeUps.arm(id, hop, dueMs);
    const names = server.requests.map(({ url }) => url.replace("/schedules/", ""));
    expect(new Set(names).size).toBe(4);
    for (const name of names) expect(name).toMatch(/^[0-9a-zA-Z-_.]{1,64}$/);
    await server.stop();
  });

  it("is armed when its name is taken: somebody was faster", async () => {
    const { wakeUps, server, logged } = await open(answer(409, "ConflictException"));
    expect(await wakeUps.arm("night", 1, dueMs)).toBe(true);
    expect(logged).toEqual([]);
    await server.stop();
  });

  it.each([
    [403, "AccessDeniedException"],
    [429, "ThrottlingException"],
  ])("is not armed when the scheduler answers %d %s, which is logged", async (status, type) => {
    const { wakeUps, server, logged } = await open(answer(status, type));
    expect(await wakeUps.arm("night", 1, dueMs)).toBe(false);
    const error = expect.stringContaining("because");
    expect(logged).toEqual([["the wake-up could not be armed", { runId: "night", hop: 1, error }]]);
    await server.stop();
  });

  it("is not armed by an answer that names no schedule", async () => {
    const { wakeUps, server, logged } = await open((_, response) => response.end());
    expect(await wakeUps.arm("night", 1, dueMs)).toBe(false);
    const error = "the answer names no schedule";
    expect(logged).toEqual([["the wake-up could not be armed", { runId: "night", hop: 1, error }]]);
    await server.stop();
  });

  it("can be called off, also where it is gone already", async () => {
    for (const respond of [answer(200), answer(404, "ResourceNotFoundException")]) {
      const { wakeUps, server, logged } = await open(respond);
      await wakeUps.disarm("night", 2);
      expect(server.requests[0]).toMatchObject({
        method: "DELETE",
        url: expect.stringMatching(/^\/schedules\/run-[0-9a-f]{40}-2\?.*groupName=wake-ups/),
      });
      expect(logged).toEqual([]);
      await server.stop();
    }
  });

  it("that cannot be called off is left to fire and find nothing to do", async () => {
    const { wakeUps, server, logged } = await open(answer(403, "AccessDeniedException"));
    await wakeUps.disarm("night", 2);
    const error = expect.stringContaining("because");
    expect(logged).toEqual([["the wake-up could not be called off", { runId: "night", hop: 2, error }]]);
    await server.stop();
  });
});

import { handler } from "../../lambda/handler";
import { type Equipment, type Invocation, invoke } from "../../lambda/invoke";
import type { PastRun } from "../../lambda/run/past-run";
import { LedgerError, RunLostError } from "../../lambda/run/ports";
import { startServer } from "./portal/loopback-server";
import { playScript, type Script, showJob, startMs } from "./run/scripted-ports";
import { environment } from "./sample-environment";

const invocation: Invocation = {
  deadlineMs: startMs + 120_000,
  functionName: "function",
  version: "0.1.0",
  requestId: "request-1",
  region: "eu-central-1",
  partition: "aws",
  logGroupName: "group",
  logStreamName: "stream",
};

function equip(script: Script, fields: Partial<Equipment> = {}) {
  const stage = playScript(script);
  const { ports } = stage.work;
  return { ...stage, equipment: { ...ports, connect: () => ports, ...fields } };
}

const soon: Script = {
  slot: (second, started) => (started ? showJob(second < 5 ? "running" : "completed") : undefined),
};

describe("an invocation", () => {
  it("backs up, mails, records and returns the report", async () => {
    const { equipment, mails, metrics, recorded } = equip(soon);
    const answer = await invoke({}, invocation, environment, equipment);
    expect(answer).toMatchObject({ status: "OK", mail: "message-1", sizeBytes: 4_200_000_000 });
    expect(mails).toHaveLength(1);
    expect(metrics).toEqual([
      expect.objectContaining({ backupName: environment.BACKUP_NAME, verified: true }),
    ]);
    expect(recorded).toHaveLength(1);
  });

  it("fails after it has reported and recorded a backup that is not there", async () => {
    const { equipment, mails, recorded } = equip({
      ...soon,
      files: () => [{ title: "x", sizeBytes: 0 }],
      history: () => [],
    });
    await expect(invoke({}, invocation, environment, equipment)).rejects.toThrow("[FAILED] DocSpace backup");
    expect(mails[0]?.subject).toContain("completed, but no archive");
    expect(recorded).toHaveLength(1);
  });

  it("of a night to come does nothing", async () => {
    const { equipment, mails, recorded } = equip(soon);
    const event = { mode: "backup", trigger: "schedule", scheduledTime: "2999-01-01T04:30:00Z" };
    await expect(invoke(event, invocation, environment, equipment)).rejects.toThrow("a time that has come");
    expect([...mails, ...recorded]).toEqual([]);
  });

  it("says so when the backup goes on, or was left to another run", async () => {
    const long = equip({ slot: (_, started) => (started ? showJob("running") : undefined), armed: true });
    expect(await invoke({}, invocation, environment, long.equipment)).toMatchObject({ status: "CONTINUES" });
    const active = {
      id: "another",
      startedAtMs: startMs,
      hop: 0,
      dueMs: startMs + 1,
      holder: "x",
      run: undefined,
    };
    const late = equip({ ...soon, claim: { kind: "occupied", active } });
    expect(await invoke({}, invocation, environment, late.equipment)).toEqual({
      status: "LEFT",
      why: "occupied",
      runId: "another",
    });
    const twice = equip({ ...soon, claim: { kind: "recorded" } });
    expect(await invoke({}, invocation, environment, twice.equipment)).toMatchObject({
      status: "LEFT",
      why: "duplicate",
    });
    expect([...long.mails, ...late.mails, ...twice.mails]).toEqual([]);
    expect([...long.metrics, ...late.metrics, ...twice.metrics]).toEqual([]);
  });

  it("goes on with a run when it is woken, and does nothing for one that is over", async () => {
    const { equipment, mails } = equip(soon);
    const wakeUp = { mode: "follow", runId: "night", hop: 1 };
    expect(await invoke(wakeUp, invocation, environment, equipment)).toEqual({
      status: "LEFT",
      why: "ended",
      runId: "night",
    });
    expect(mails).toEqual([]);
  });

  it("leaves a run that another invocation has taken", async () => {
    const { equipment, mails } = equip({
      ...soon,
      save: (run) => {
        throw new RunLostError(run.id);
      },
    });
    expect(await invoke({}, invocation, environment, equipment)).toMatchObject({
      status: "LEFT",
      why: "taken-over",
    });
    expect(mails).toEqual([]);
  });

  it("refuses an event that it does not know before anything is called", async () => {
    const { equipment, happened, mails } = equip(soon);
    await expect(invoke({ mode: "restore" }, invocation, environment, equipment)).rejects.toThrow(
      "not understood",
    );
    expect([...happened, ...mails]).toEqual([]);
  });

  it("checks where that is wanted, and starts, counts and records nothing", async () => {
    const { equipment, mails, metrics, recorded, requests } = equip(soon);
    expect(await invoke({ mode: "check" }, invocation, environment, equipment)).toMatchObject({
      status: "WARNING",
      summary: "1 of 10 checks needs a look: Backups left.",
      version: "0.1.0",
    });
    expect([mails, metrics, recorded, requests]).toEqual([[], [], [], []]);
  });

  it("answers a check of an environment that is unusable with what is wrong, and does not fail", async () => {
    const { equipment, happened } = equip(soon);
    const { BACKUP_NAME: _, ...unnamed } = environment;
    const answer = await invoke({ mode: "check" }, invocation, unnamed, equipment);
    expect(answer).toMatchObject({ status: "FAILED", backup: "function" });
    const broken = { ...environment, STORAGE_TYPE: "Floppy" };
    expect(await invoke({ mode: "check" }, invocation, broken, equipment)).toMatchObject({
      status: "FAILED",
      backup: "acme",
      checks: [{ check: "Settings", says: expect.stringContaining("STORAGE_TYPE") }],
    });
    expect(happened.filter((name) => !name.startsWith("log"))).toEqual([]);
  });

  it("mails that its environment is unusable", async () => {
    const { equipment, mails, metrics, happened } = equip(soon);
    const broken = { ...environment, STORAGE_TYPE: "Floppy" };
    await expect(invoke({}, invocation, broken, equipment)).rejects.toThrow(
      "[FAILED] DocSpace backup unknown portal",
    );
    expect(mails[0]?.text).toContain("STORAGE_TYPE");
    expect(happened.filter((name) => !name.startsWith("log"))).toEqual([]);
    const wakeUp = { mode: "follow", runId: "night", hop: 1 };
    await expect(invoke(wakeUp, invocation, broken, equipment)).rejects.toThrow("[UNVERIFIED]");
    expect(mails[1]?.text.replace(/\s+/g, " ")).toMatch(
      /What to do: Look at the portal's backup page .* Run night/,
    );
    expect(mails[1]?.text).toMatch(/Next run +not known/);
    const nameless = { ...environment, BACKUP_NAME: undefined };
    await expect(invoke({}, invocation, nameless, equipment)).rejects.toThrow("[FAILED]");
    expect(metrics.map(({ backupName }) => backupName)).toEqual([
      environment.BACKUP_NAME,
      environment.BACKUP_NAME,
      "function",
    ]);
  });

  it("does not call an error of its own a matter of the environment", async () => {
    const { equipment } = equip(soon);
    const broken = new Proxy(environment, {
      get: () => {
        throw new TypeError("broken");
      },
    });
    await expect(invoke({}, invocation, broken, equipment)).rejects.toThrow(TypeError);
  });
});

describe("a report", () => {
  const earlier: PastRun = {
    id: "earlier",
    trigger: "schedule",
    status: "OK",
    startedAtMs: startMs - 86_400_000,
    endedAtMs: startMs - 86_340_000,
    sizeBytes: 4_000_000_000,
  };

  it("tells of the runs before this one, of which the ledger may have this very one", async () => {
    const own = { ...earlier, id: "manual request-1", startedAtMs: startMs, sizeBytes: 1 };
    const { equipment, mails } = equip({ ...soon, lastRuns: () => [own, earlier] });
    await invoke({}, { ...invocation, requestId: "request-1" }, environment, equipment);
    expect(mails[0]?.text.replace(/\s+/g, " ")).toContain("5 % more than the backup before (4.0 GB)");
  });

  it("says so where they cannot be looked up, and the log why", async () => {
    const { equipment, mails, logged } = equip({
      ...soon,
      lastRuns: () => {
        throw new LedgerError("no table");
      },
    });
    await invoke({}, invocation, environment, equipment);
    expect(mails).toHaveLength(1);
    // Once to compare the archive's size, and once for the report.
    const line = ["the earlier runs could not be looked up", { error: "no table" }];
    expect(logged.filter(([happening]) => happening === line[0])).toEqual([line, line]);
  });
});

describe("the handler", () => {
  const before = { ...process.env };
  afterEach(() => {
    process.env = { ...before };
  });

  it("speaks to AWS and to the portal, with what Lambda gives it", async () => {
    const portal = await startServer((_, response) => {
      response.writeHead(401);
      response.end();
    });
    const aws = await startServer((request, response) => {
      const target = String(request.headers["x-amz-target"] ?? "");
      if (target === "secretsmanager.GetSecretValue") {
        response.end(JSON.stringify({ SecretString: '{"apiKey":"sk-test"}' }));
      } else if (target.startsWith("DynamoDB")) {
        response.setHeader("content-type", "application/x-amz-json-1.0");
        response.end('{"ConsumedCapacity":{"CapacityUnits":1}}');
      } else if (request.url.startsWith("/schedules/")) {
        response.end('{"ScheduleArn":"arn"}');
      } else {
        response.end(
          "<SendEmailResponse><SendEmailResult><MessageId>m-1</MessageId></SendEmailResult></SendEmailResponse>",
        );
      }
    });
    process.env = {
      ...before,
      ...environment,
      PORTAL_URL: portal.url,
      AWS_REGION: "eu-central-1",
      AWS_ACCESS_KEY_ID: "AKIA",
      AWS_SECRET_ACCESS_KEY: "secret",
      AWS_ENDPOINT_URL: aws.url,
    };
    const lines = jest.spyOn(console, "info").mockImplementation(() => {});
    const output = jest.spyOn(process.stdout, "write").mockImplementation(() => true);
    const context = {
      awsRequestId: "request-1",
      functionName: "function",
      getRemainingTimeInMillis: () => 120_000,
      invokedFunctionArn: "arn:aws:lambda:eu-central-1:123456789012:function:backup:alias",
      logGroupName: "group",
      logStreamName: "stream",
    };
    await expect(handler({}, context)).rejects.toThrow("the portal refuses the API key");
    await expect(handler({}, context)).rejects.toThrow("the portal refuses the API key");
    expect(portal.requests[0]?.headers.authorization).toBe("Bearer sk-test");
    const mails = aws.requests.filter(({ body }) => body.includes("Action=SendEmail"));
    expect(mails).toHaveLength(2);
    const armed = aws.requests.find(({ method, url }) => method === "POST" && url.startsWith("/schedules/"));
    expect(JSON.parse(armed?.body ?? "").Target.Arn).toBe(
      "arn:aws:lambda:eu-central-1:123456789012:function:backup",
    );
    expect(lines).toHaveBeenCalledWith(expect.objectContaining({ happening: "report mailed" }));
    expect(output).toHaveBeenCalledWith(
      expect.stringMatching(/^\{"_aws":.*"Verified":0,.*"ReportSent":1\}\n$/),
    );
    output.mockRestore();
    lines.mockRestore();
    await Promise.all([portal.stop(), aws.stop()]);
  });
});

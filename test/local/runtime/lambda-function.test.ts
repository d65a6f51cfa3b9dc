import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { systemClock } from "../../../local/clock/system-clock";
import type { InvocationResult } from "../../../local/runtime/invocation";
import { cleanUp, createClock, createFunction, startMs } from "./with-function";

afterEach(cleanUp);

/** The lines that are Lambda's own, as objects. */
function platformLines(result: InvocationResult): { type: string; record: Record<string, unknown> }[] {
  return result.logLines.filter((line) => line.includes('"platform.')).map((line) => JSON.parse(line));
}

function functionLines(result: InvocationResult): string[] {
  return result.logLines.filter((line) => !line.includes('"platform.'));
}

describe("an invocation", () => {
  it("hands over the event and a context, and returns what the function returns", async () => {
    const fn = createFunction(
      `exports.handler = async (event, context) => ({ event, context, remainingMs: context.getRemainingTimeInMillis(), nowMs: Date.now(), trace: process.env._X_AMZN_TRACE_ID });`,
    );
    const result = await fn.invoke(
      { mode: "backup", text: "ü" },
      { requestId: "11111111-2222-3333-4444-555555555555" },
    );
    expect(result).toMatchObject({ outcome: "succeeded", requestId: "11111111-2222-3333-4444-555555555555" });
    const { event, context, remainingMs, nowMs, trace } = Object("payload" in result && result.payload);
    expect(event).toEqual({ mode: "backup", text: "ü" });
    expect(context).toEqual({
      awsRequestId: "11111111-2222-3333-4444-555555555555",
      functionName: "Backup",
      functionVersion: "$LATEST",
      invokedFunctionArn: "arn:aws:lambda:eu-central-1:123456789012:function:Backup",
      memoryLimitInMB: "256",
      logGroupName: "BackupLogs",
      logStreamName: result.logStreamName,
    });
    expect(remainingMs).toBeGreaterThan(118_000);
    expect(remainingMs).toBeLessThanOrEqual(120_000);
    expect(Math.abs(nowMs - startMs)).toBeLessThan(10_000);
    expect(trace).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/);
    expect(result.logStreamName).toMatch(/^2026\/03\/01\/\[\$LATEST\][0-9a-f]{32}$/);
  });

  it.each([
    ["nothing", "undefined", null],
    ["a text", '"done"', "done"],
    ["a promise of null", "Promise.resolve(null)", null],
  ])("that returns %s succeeds", async (_name, expression, payload) => {
    const fn = createFunction(`exports.handler = async () => ${expression};`);
    expect(await fn.invoke(undefined)).toMatchObject({ outcome: "succeeded", payload });
  });

  it("is measured in virtual time, and a cold start's initialisation is billed", async () => {
    const fn = createFunction(
      `exports.handler = async () => { await new Promise((wake) => setTimeout(wake, 90_000)); };`,
    );
    const cold = await fn.invoke({});
    expect(cold.durationMs).toBeGreaterThanOrEqual(90_000);
    expect(cold.durationMs).toBeLessThan(92_000);
    expect(cold.initDurationMs).toBeGreaterThan(1);
    expect(cold.billedDurationMs).toBe(Math.ceil(cold.durationMs + (cold.initDurationMs ?? 0)));
    expect(cold.maxMemoryBytes).toBeGreaterThan(20 * 2 ** 20);
    expect(cold.maxMemoryBytes).toBeLessThan(200 * 2 ** 20);
    const warm = await fn.invoke({});
    expect(warm).not.toHaveProperty("initDurationMs");
    expect(warm.billedDurationMs).toBe(Math.ceil(warm.durationMs));
  });

  it("finds no name that ends in .invalid, without asking the network, and others as usual", async () => {
    const fn = createFunction(
      `const seen = (error) => [error.cause.code, error.cause.syscall, error.cause.message];
      exports.handler = async () => {
        const invalid = await fetch("https://docspace.invalid/").catch(seen);
        const address = await new Promise((resolve) =>
          require("node:dns").lookup("localhost", { family: 4 }, (_, found) => resolve(found)));
        return { invalid, address };
      };`,
    );
    expect(await fn.invoke({})).toMatchObject({
      payload: {
        invalid: ["ENOTFOUND", "getaddrinfo", "getaddrinfo ENOTFOUND docspace.invalid"],
        address: "127.0.0.1",
      },
    });
  });

  it("that throws fails with the error, logged as Lambda logs it", async () => {
    const fn = createFunction(
      `exports.handler = async () => { throw Object.assign(new TypeError("no portal"), { stage: "start" }); };`,
    );
    const result = await fn.invoke({}, { requestId: "request-1" });
    expect(result).toMatchObject({ outcome: "failed", errorType: "TypeError", errorMessage: "no portal" });
    expect(functionLines(result).map((line) => JSON.parse(line))).toEqual([
      {
        timestamp: expect.stringMatching(/^2026-03-01T04:30/),
        level: "ERROR",
        requestId: "request-1",
        message: {
          errorType: "TypeError",
          errorMessage: "no portal",
          stackTrace: expect.arrayContaining(["TypeError: no portal"]),
          stage: "start",
        },
      },
    ]);
    const [, done, report] = platformLines(result);
    expect(done).toMatchObject({
      type: "platform.runtimeDone",
      record: { status: "error", errorType: "TypeError" },
    });
    expect(report).toMatchObject({ type: "platform.report", record: { status: "error" } });
  });

  it("has a session of its own in each environment, and only that environment is killed by it", async () => {
    const opened: string[] = [];
    const fn = createFunction(
      `exports.handler = async (event) => { if (event.wait) await new Promise((wake) => setTimeout(wake, 60_000)); return process.env.AWS_ACCESS_KEY_ID; };`,
      {
        openSession: () => {
          const accessKeyId = `ASIA${opened.length}`;
          opened.push(accessKeyId);
          return { accessKeyId, secretAccessKey: "secret", sessionToken: "token" };
        },
        // Time must not leap to the end of the one that waits.
        clock: createClock(1),
      },
    );
    const waiting = fn.invoke({ wait: true });
    const { payload: idle } = Object(await fn.invoke({}));
    const busy = idle === "ASIA0" ? "ASIA1" : "ASIA0";
    fn.killHolder("ASIA9");
    fn.killHolder(busy);
    expect(await waiting).toMatchObject({
      errorType: "Runtime.ExitError",
      errorMessage: expect.stringMatching(/Runtime exited with error: signal: killed$/),
    });
    expect(await fn.invoke({})).toMatchObject({ payload: idle });
    expect(opened).toEqual(["ASIA0", "ASIA1"]);
  });

  it("that throws leaves the environment as it is", async () => {
    const fn = createFunction(
      `let count = 0; exports.handler = async (event) => { count += 1; if (event.fail) throw "text"; return count; };`,
    );
    expect(await fn.invoke({ fail: true })).toMatchObject({ errorType: "string", errorMessage: "text" });
    expect(await fn.invoke({})).toMatchObject({ payload: 2 });
  });

  it("that never ends is timed out, at the right virtual moment, and the next gets a new environment", async () => {
    const clock = createClock();
    const fn = createFunction(
      `const id = Math.random(); exports.handler = async (event) => { if (event.hang) await new Promise((wake) => setTimeout(wake, 1e9)); return id; };`,
      { clock },
    );
    const before = await fn.invoke({});
    const invokedAtMs = clock.now();
    const result = await fn.invoke({ hang: true }, { requestId: "request-2" });
    expect(clock.now() - invokedAtMs).toBeGreaterThanOrEqual(120_000);
    expect(clock.now() - invokedAtMs).toBeLessThan(123_000);
    expect(result).toMatchObject({
      outcome: "failed",
      errorType: "Sandbox.Timedout",
      errorMessage: "RequestId: request-2 Error: Task timed out after 120.00 seconds",
      durationMs: 120_000,
      billedDurationMs: 120_000,
    });
    expect(platformLines(result).map(({ record }) => record.status)).toEqual([
      undefined,
      "timeout",
      "timeout",
    ]);
    const after = await fn.invoke({});
    expect(after.logStreamName).not.toBe(before.logStreamName);
    expect(after).toHaveProperty("initDurationMs");
  });

  it("that computes without end is timed out too", async () => {
    const fn = createFunction("exports.handler = async () => { for (;;); };", { timeoutMs: 300 });
    expect(await fn.invoke({})).toMatchObject({ errorType: "Sandbox.Timedout" });
  });

  it("whose module is never loaded is timed out after 10 s for that and its own time", async () => {
    const clock = createClock();
    const source =
      "await new Promise((wake) => setTimeout(wake, 1e9)); export const handler = async () => 1;";
    const fn = createFunction(source, { clock }, "index.mjs");
    expect(await fn.invoke({})).toMatchObject({ errorType: "Sandbox.Timedout" });
    expect(clock.now() - startMs).toBeGreaterThanOrEqual(130_000);
    expect(clock.now() - startMs).toBeLessThan(133_000);
  });

  it("may be of an ES module", async () => {
    const fn = createFunction(
      "export const handler = async () => import.meta.filename ?? 'old Node';",
      {},
      "index.mjs",
    );
    expect(await fn.invoke({})).toMatchObject({ outcome: "succeeded", payload: expect.any(String) });
  });

  it.each([
    ["process.exit(3)", "Runtime.ExitError", "RequestId: r Error: Runtime exited with error: exit status 3"],
    ["process.exit(0)", "Runtime.ExitError", "RequestId: r Error: Runtime exited without providing a reason"],
    [
      "new Promise(() => undefined)",
      "Runtime.ExitError",
      "RequestId: r Error: Runtime exited without providing a reason",
    ],
    [
      "process.kill(process.pid, 'SIGKILL')",
      "Runtime.ExitError",
      "RequestId: r Error: Runtime exited with error: signal: killed",
    ],
    [
      "process.abort()",
      "Runtime.ExitError",
      "RequestId: r Error: Runtime exited with error: signal: aborted (core dumped)",
    ],
    [
      "Promise.all([Promise.reject(new Error('lost'))].map((lost) => { void lost; return new Promise((wake) => setTimeout(wake, 50)); }))",
      "Runtime.ExitError",
      "RequestId: r Error: Runtime exited with error: exit status 1",
    ],
    [
      "new Promise(() => setTimeout(() => { throw new RangeError('thrown outside'); }))",
      "Runtime.ExitError",
      "RequestId: r Error: Runtime exited with error: exit status 1",
    ],
  ])(
    "in which %s happens fails as in Lambda, and the next one succeeds",
    async (act, errorType, errorMessage) => {
      const fn = createFunction(
        `exports.handler = async (event) => { if (event.act) { console.log("before"); await ${act}; } return "well"; };`,
      );
      const result = await fn.invoke({ act: true }, { requestId: "r" });
      expect(result).toMatchObject({ outcome: "failed", errorType, errorMessage });
      expect(functionLines(result)[0]).toContain('"message":"before"');
      expect(await fn.invoke({})).toMatchObject({ outcome: "succeeded", payload: "well" });
    },
  );

  it("in which something is thrown outside its promise has Node's own words on it in its log", async () => {
    const fn = createFunction(
      "exports.handler = () => new Promise(() => setTimeout(() => { throw new RangeError('thrown outside'); }));",
    );
    const result = await fn.invoke({});
    expect(functionLines(result)).toContain("RangeError: thrown outside");
    expect(functionLines(result).filter((line) => line.startsWith("{"))).toEqual([]);
  });

  it("that logs before its first event does so without a request's id", async () => {
    const fn = createFunction("console.log('loaded'); exports.handler = async () => console.log('called');");
    const lines = functionLines(await fn.invoke({}, { requestId: "r" })).map((line) => JSON.parse(line));
    expect(lines.map(({ requestId, message }) => [requestId, message])).toEqual([
      ["-", "loaded"],
      ["r", "called"],
    ]);
  });

  it("that needs more memory than it has is killed", async () => {
    const fn = createFunction(
      `const kept = []; exports.handler = async (event) => { for (let i = 0; i < event.megabytes; i++) kept.push(Buffer.alloc(2 ** 20, 1)); await new Promise((wake) => setTimeout(wake, 1000)); return "held"; };`,
      { memoryMb: 128 },
    );
    expect(await fn.invoke({ megabytes: 5 }, { requestId: "r" })).toMatchObject({ payload: "held" });
    const result = await fn.invoke({ megabytes: 150 }, { requestId: "r" });
    expect(result).toMatchObject({
      outcome: "failed",
      errorType: "Runtime.OutOfMemory",
      errorMessage: "RequestId: r Error: Runtime exited with error: signal: killed",
    });
    expect(result.maxMemoryBytes).toBeGreaterThan(128 * 2 ** 20);
    expect(await fn.invoke({ megabytes: 1 })).toMatchObject({ payload: "held" });
  });
});

describe("a function that cannot be loaded", () => {
  it.each([
    [
      "has a syntax error",
      "exports.handler = async () => {",
      "index.handler",
      "Runtime.UserCodeSyntaxError",
      "SyntaxError: Unexpected end of input",
    ],
    [
      "lacks a module",
      'require("valibot");',
      "index.handler",
      "Runtime.ImportModuleError",
      "Error: Cannot find module 'valibot'",
    ],
    ["throws", 'throw new RangeError("at import");', "index.handler", "RangeError", "at import"],
    ["exits", "process.exit(7);", "index.handler", "Runtime.ExitError", "exit status 7"],
    [
      "exports no handler",
      "exports.other = 1;",
      "index.handler",
      "Runtime.HandlerNotFound",
      "index.handler is undefined or not exported",
    ],
    [
      "takes a callback",
      "exports.handler = (event, context, callback) => callback();",
      "index.handler",
      "Runtime.CallbackHandlerDeprecated",
      "must be async",
    ],
    ["has no such file", "", "main.handler", "Runtime.ImportModuleError", "Error: Cannot find module"],
    ["is misnamed", "", "index", "Runtime.MalformedHandlerName", "Bad handler"],
  ])(
    "because it %s fails at its invocation, and says why",
    async (_name, source, handler, errorType, message) => {
      const fn = createFunction(source, { handler });
      const result = await fn.invoke({});
      expect(result).toMatchObject({
        outcome: "failed",
        errorType,
        errorMessage: expect.stringContaining(message),
      });
      expect(platformLines(result).at(-1)).toMatchObject({
        type: "platform.report",
        record: { status: "error" },
      });
      expect(await fn.invoke({})).toMatchObject({ outcome: "failed", errorType });
    },
  );

  it("is refused where there is no such Node", async () => {
    const fn = createFunction("exports.handler = async () => 1;", { nodeBinary: "/nowhere/node" });
    await expect(fn.invoke({})).rejects.toThrow("could not be started with /nowhere/node");
  });
});

describe("an execution environment", () => {
  it("is used again while it is free, and a second invocation at the same time gets its own", async () => {
    const fn = createFunction(
      `let count = 0; exports.handler = async (event) => { count += 1; await new Promise((wake) => setTimeout(wake, 60_000)); return { pid: process.pid, count }; };`,
    );
    const payloadOf = (result: InvocationResult) => Object("payload" in result && result.payload);
    const first = payloadOf(await fn.invoke({}));
    const both = (await Promise.all([fn.invoke({}), fn.invoke({})])).map(payloadOf);
    expect(both.map(({ count }) => count).sort()).toEqual([1, 2]);
    expect(both.find(({ count }) => count === 2).pid).toBe(first.pid);
    const third = payloadOf(await fn.invoke({}));
    expect(both.map(({ pid }) => pid)).toContain(third.pid);
  });

  it("can be killed from outside in mid-invocation", async () => {
    const clock = createClock();
    const fn = createFunction(
      `exports.handler = async () => { await new Promise((wake) => setTimeout(wake, 60_000)); };`,
      { clock },
    );
    clock.at(startMs + 30_000, () => fn.kill());
    const result = await fn.invoke({}, { requestId: "r" });
    expect(result).toMatchObject({
      errorType: "Runtime.ExitError",
      errorMessage: "RequestId: r Error: Runtime exited with error: signal: killed",
    });
    expect(result.durationMs).toBeGreaterThan(20_000);
    expect(result.durationMs).toBeLessThan(31_000);
    expect(await fn.invoke({})).toMatchObject({ outcome: "succeeded" });
  });

  it("is gone when the function is closed, with its files, and takes nothing more", async () => {
    const fn = createFunction(
      "exports.handler = async () => ({ pid: process.pid, home: process.env.HOME });",
    );
    const result = await fn.invoke({});
    const { pid, home } = Object("payload" in result && result.payload);
    expect(existsSync(home)).toBe(true);
    const running = fn.invoke({});
    await fn.close();
    expect(await running).toMatchObject({ outcome: "failed", errorType: "Runtime.ExitError" });
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
    expect(existsSync(home)).toBe(false);
    await expect(fn.invoke({})).rejects.toThrow("Backup is closed");
  });

  it("takes along the processes that the function has started", async () => {
    const fn = createFunction(
      `exports.handler = async () => { const child = require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => undefined, 1000)"], { stdio: "inherit" }); return child.pid; };`,
    );
    expect(await fn.invoke({})).toMatchObject({ outcome: "succeeded", payload: expect.any(Number) });
    await expect(fn.close()).resolves.toBeUndefined();
  });

  it("sees Lambda's variables and the template's, and nothing of this process's own", async () => {
    const own = {
      AWS_PROFILE: "mine",
      HTTPS_PROXY: "http://proxy:1",
      NODE_OPTIONS: "--no-warnings",
      DOCSPACE_API_KEY: "sk-1",
    };
    const before = { ...process.env };
    Object.assign(process.env, own);
    try {
      const fn = createFunction(
        `exports.handler = async () => ({ variables: process.env, execArgv: process.execArgv.filter((argument) => !argument.includes("rehearsal")), home: require("node:fs").readdirSync(process.env.HOME), homedir: require("node:os").homedir(), directory: process.cwd() });`,
      );
      const result = await fn.invoke({});
      const { variables, execArgv, home, homedir, directory } = Object("payload" in result && result.payload);
      expect(variables).toEqual({
        PORTAL_URL: "https://acme.example",
        _HANDLER: "index.handler",
        _X_AMZN_TRACE_ID: expect.any(String),
        AWS_ACCESS_KEY_ID: "ASIAEXAMPLE",
        AWS_DEFAULT_REGION: "eu-central-1",
        AWS_EC2_METADATA_DISABLED: "true",
        AWS_ENDPOINT_URL: "http://127.0.0.1:9",
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
        AWS_LAMBDA_FUNCTION_NAME: "Backup",
        AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
        AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
        AWS_LAMBDA_LOG_FORMAT: "JSON",
        AWS_LAMBDA_LOG_GROUP_NAME: "BackupLogs",
        AWS_LAMBDA_LOG_LEVEL: "INFO",
        AWS_LAMBDA_LOG_STREAM_NAME: result.logStreamName,
        AWS_LAMBDA_RUNTIME_API: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
        AWS_REGION: "eu-central-1",
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
        AWS_SECRET_ACCESS_KEY: "secret",
        AWS_SESSION_TOKEN: "token",
        HOME: homedir,
        LAMBDA_TASK_ROOT: directory,
        LANG: "en_US.UTF-8",
        PATH: "/usr/local/bin:/usr/bin:/bin",
        TZ: ":UTC",
      });
      expect(execArgv).toEqual(["--require", "--require"]);
      expect(home).toEqual([]);
    } finally {
      for (const name of Object.keys(own)) delete process.env[name];
      Object.assign(process.env, before);
    }
  });

  it("lives by real time where the clock is the system's", async () => {
    const fn = createFunction(
      `exports.handler = async () => { await new Promise((wake) => setTimeout(wake, 60)); return Date.now(); };`,
      { clock: systemClock },
    );
    const result = await fn.invoke({});
    expect(Math.abs(Number("payload" in result && result.payload) - Date.now())).toBeLessThan(5000);
    expect(result.durationMs).toBeGreaterThanOrEqual(59);
    const hanging = createFunction(
      "exports.handler = () => new Promise(() => setInterval(() => undefined, 10));",
      { clock: systemClock, timeoutMs: 100 },
    );
    expect(await hanging.invoke({})).toMatchObject({ errorType: "Sandbox.Timedout" });
  });

  it("runs on the Node that is asked for, with further arguments", async () => {
    const fn = createFunction("exports.handler = async () => [process.execPath, typeof gc];", {
      nodeBinary: process.execPath,
      extraNodeArguments: ["--expose-gc"],
    });
    expect(await fn.invoke({})).toMatchObject({ payload: [process.execPath, "function"] });
  });

  it("reaches what listens on loopback, while hours pass", async () => {
    const clock = createClock();
    const server = createServer((_request, response) => response.end("well")).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const fn = createFunction(
      `exports.handler = async ({ url }) => { let looks = 0; while (Date.now() < ${startMs} + 6 * 3_600_000) { await (await fetch(url)).text(); looks += 1; await new Promise((wake) => setTimeout(wake, 15 * 60_000)); } return looks; };`,
      { clock, timeoutMs: 86_400_000 },
    );
    const address = server.address();
    const port = address !== null && typeof address === "object" ? address.port : 0;
    const result = await fn.invoke({ url: `http://127.0.0.1:${port}/` });
    server.closeAllConnections();
    server.close();
    expect(result).toMatchObject({ payload: 24 });
  });
});

describe("the log", () => {
  it("has one JSON line for each call to console, at its level", async () => {
    const fn = createFunction(
      `exports.handler = async () => {
         console.log("text with\\nline break"); console.info({ portal: "acme", nested: { a: [1] } }); console.warn("%s and %d", "text", 2, { more: 1 });
         console.error("failed:", Object.assign(new RangeError("too far"), { code: 1 })); console.debug("hidden"); console.trace("hidden too");
         const circle = {}; circle.self = circle; console.log(circle);
       };`,
    );
    const result = await fn.invoke({}, { requestId: "request-3" });
    const lines = functionLines(result).map((line) => JSON.parse(line));
    expect(lines.map(({ timestamp, requestId }) => [typeof timestamp, requestId])).toEqual(
      lines.map(() => ["string", "request-3"]),
    );
    expect(lines.map(({ timestamp, requestId, ...rest }) => rest)).toEqual([
      { level: "INFO", message: "text with\nline break" },
      { level: "INFO", message: { portal: "acme", nested: { a: [1] } } },
      { level: "WARN", message: "text and 2 { more: 1 }" },
      {
        level: "ERROR",
        message: expect.stringContaining("failed: RangeError: too far"),
        errorType: "RangeError",
        errorMessage: "too far",
        stackTrace: expect.arrayContaining(["RangeError: too far"]),
      },
      { level: "INFO", message: expect.stringContaining("Circular") },
    ]);
  });

  it("has what is below INFO where that is wanted", async () => {
    const fn = createFunction(
      `exports.handler = async () => { console.debug("seen"); console.trace("not seen"); };`,
      { logLevel: "DEBUG" },
    );
    expect(functionLines(await fn.invoke({})).map((line) => JSON.parse(line).message)).toEqual(["seen"]);
  });

  it("has what is written past console, untouched and whole, and on its own invocation", async () => {
    const fn = createFunction(
      `process.stdout.write("at import\\n");
       exports.handler = async ({ count }) => { process.stdout.write(JSON.stringify({ _aws: {}, ü: 1 }) + "\\n"); process.stderr.write("x".repeat(count) + "\\nlast without line break"); };`,
    );
    const first = functionLines(await fn.invoke({ count: 300_000 }));
    expect(first.toSorted((a, b) => a.length - b.length)).toEqual([
      "at import",
      '{"_aws":{},"ü":1}',
      "last without line break",
      "x".repeat(300_000),
    ]);
    expect(functionLines(await fn.invoke({ count: 1 })).toSorted()).toEqual([
      "last without line break",
      "x",
      '{"_aws":{},"ü":1}',
    ]);
  });

  it("has Lambda's own lines around them, and is heard as it is written", async () => {
    const heard: string[] = [];
    const fn = createFunction(`exports.handler = async () => { console.log("in between"); };`, {
      onLogLine: (line) => heard.push(line),
    });
    const result = await fn.invoke({}, { requestId: "request-4" });
    expect(heard).toEqual(result.logLines);
    expect(result.logLines.map((line) => JSON.parse(line))).toEqual([
      {
        time: expect.stringMatching(/^2026-03-01T04:30/),
        type: "platform.start",
        record: { requestId: "request-4", version: "$LATEST" },
      },
      expect.objectContaining({ message: "in between" }),
      {
        time: expect.any(String),
        type: "platform.runtimeDone",
        record: { requestId: "request-4", status: "success", metrics: { durationMs: result.durationMs } },
      },
      {
        time: expect.any(String),
        type: "platform.report",
        record: {
          requestId: "request-4",
          status: "success",
          metrics: {
            durationMs: result.durationMs,
            billedDurationMs: result.billedDurationMs,
            memorySizeMB: 256,
            maxMemoryUsedMB: Math.ceil(result.maxMemoryBytes / 2 ** 20),
            initDurationMs: result.initDurationMs,
          },
        },
      },
    ]);
  });
});

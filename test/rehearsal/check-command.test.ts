import { type CommandName, expectExplanation, goodAnswer, useCommandStages } from "./command-stage";

const openStage = useCommandStages();

/** A finding with its next step, its line breaks taken out. */
function readFinding(stdout: string, check: string): string {
  const lines = stdout.split("\n");
  const start = lines.findIndex(
    (line) => / (ok|warning|failed|not checked) +/.test(line) && line.includes(check),
  );
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => !line.startsWith("    "));
  return [lines[start], ...rest.slice(0, end)].join(" ").replace(/\s+/g, " ");
}

describe("npm run check", () => {
  test("shows what the function finds and what its user can see, and ends with 0 where all is well", async () => {
    const stage = await openStage();
    const { exitCode, stdout, stderr, durationMs, leftBehind } = await stage.run("check");
    expect(stderr).toBe("");
    const found = [...stdout.matchAll(/^✓ ok {11}(.*?) {2,}/gm)].map(([, check]) => check);
    expect(found).toEqual(["Function", "API key", "Schedule", "Sender", "Recipients", "Alarm mails"]);
    expect(readFinding(stdout, "Schedule")).toBe("✓ ok Schedule Switched on: 04:30 daily Europe/Berlin.");
    expect(readFinding(stdout, "Alarm mails")).toContain("Confirmed by admin@example.com.");
    expect(stdout).toMatch(/\n\nOK: all 6 are well\.\n$/);
    expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(stage.calls("lambda", "Invoke")).toEqual(['{"mode":"check"}']);
    expect([exitCode, leftBehind]).toEqual([0, []]);
    expect(durationMs).toBeLessThan(15_000);
  }, 30_000);

  test("puts what has failed first, with its next step, and ends with 1", async () => {
    const stage = await openStage();
    const checks = [
      ...goodAnswer.checks,
      { check: "Folder", result: "failed", says: "Folder 42 does not exist.", next: "Compare folderId." },
      { check: "Backups left", result: "not checked", says: "The portal does not tell." },
      {
        check: "Own schedule",
        result: "warning",
        says: "The portal\u001b[2J has its own.",
        next: "Switch it off.",
      },
    ];
    stage.answer({ ...goodAnswer, status: "FAILED", checks });
    const { exitCode, stdout } = await stage.run("check", "--mail");
    expect(stdout).toMatch(
      /\n\n✗ failed {7}Folder {8}Folder 42 does not exist\.\n {4}Next: Compare folderId\.\n! warning/,
    );
    expect(stdout).not.toContain("\u001b");
    expect(stdout).toMatch(/\nFAILED: 1 of 9 failed, 1 with a warning, 1 not checked\.\n$/);
    expect(stage.calls("lambda", "Invoke")).toEqual(['{"mode":"check","mail":true}']);
    expect(exitCode).toBe(1);
  }, 30_000);

  test("colours in a terminal, and says the same without", async () => {
    const stage = await openStage();
    const { stdout } = await stage.run("check", "", { inTerminal: () => undefined });
    expect(stdout).toContain("\u001b[32m✓ ok         \u001b[39m  Function");
    const plain = await stage.run("check", "", {
      inTerminal: () => undefined,
      environment: { NO_COLOR: "1" },
    });
    expect(plain.stdout).toContain("✓ ok           Function");
    expect(plain.stdout).not.toContain("\u001b[32m");
  }, 30_000);

  test.each([
    [
      "of an older version",
      { errorType: "EventError", errorMessage: "This event is not understood" },
      "older than this command. Next: Deploy it again: npx cdk deploy DocSpaceBackup-kind-0",
    ],
    [
      "that breaks off",
      { errorType: "RangeError", errorMessage: "Invalid time value" },
      "The function broke off: RangeError, Invalid time value",
    ],
    [
      "that runs out of time",
      { errorType: "Sandbox.Timedout", errorMessage: "Task timed out after 120.00 seconds" },
      "did not end in time, and Lambda broke it off. Next: Look into its log",
    ],
    [
      "whose answer is of another shape",
      { status: "VERIFIED" },
      "of another version than this command. Next: Deploy it again",
    ],
    [
      "that calls all failed without saying what",
      { ...goodAnswer, status: "FAILED" },
      "failed Function Tonight's backup will work.",
    ],
  ])(
    "says what is wrong with a function %s",
    async (_what, answer, words) => {
      const stage = await openStage();
      stage.answer(answer);
      const { exitCode, stdout, stderr } = await stage.run("check");
      expect(readFinding(stdout, "Function")).toContain(words);
      expect(stdout).toContain("✓ ok           Schedule");
      expect([exitCode, stderr]).toEqual([1, ""]);
    },
    30_000,
  );

  test("says that the function is gone, or that Lambda takes no event", async () => {
    const stage = await openStage();
    stage.account.lambda.rejection = { code: "TooManyRequestsException", message: "Rate Exceeded." };
    const busy = await stage.run("check");
    expect(readFinding(busy.stdout, "Function")).toContain(
      "failed Function AWS refused lambda:InvokeFunction in eu-central-1: TooManyRequestsException, Rate Exceeded.",
    );
    expect(stage.calls("lambda", "Invoke")).toHaveLength(1);
    stage.account.lambda.rejection = undefined;
    const [stack] = stage.account.cloudFormation.stacks;
    if (stack !== undefined) stack.outputs = { ...stack.outputs, FunctionName: "gone" };
    const gone = await stage.run("check");
    expect(readFinding(gone.stdout, "Function")).toContain(
      "AWS does not find what was asked for: Function not found",
    );
    expect([busy.exitCode, gone.exitCode]).toEqual([1, 1]);
  }, 30_000);

  test("names who is not subscribed any more, although others are", async () => {
    const stage = await openStage();
    const [stack] = stage.account.cloudFormation.stacks;
    if (stack !== undefined)
      stack.outputs = { ...stack.outputs, AlertTo: "admin@example.com,oncall@example.com" };
    const { exitCode, stdout } = await stage.run("check");
    expect(readFinding(stdout, "Alarm mails")).toMatch(
      /failed Alarm mails oncall@example\.com is told of no alarm: the subscription is gone\. Confirmed: admin@example\.com\. Next: Subscribe anew, .* --notification-endpoint oncall@example\.com/,
    );
    expect(exitCode).toBe(1);
  }, 30_000);

  test("names who has not confirmed the alarms", async () => {
    const stage = await openStage();
    stage.account.subscriptions.unconfirmAll();
    const { exitCode, stdout } = await stage.run("check");
    expect(readFinding(stdout, "Alarm mails")).toMatch(
      /^✗ failed Alarm mails admin@example\.com has not confirmed, .* Next: Follow the link/,
    );
    expect(exitCode).toBe(1);
    stage.account.subscriptions.removeAll();
    const none = await stage.run("check");
    expect(readFinding(none.stdout, "Alarm mails")).toMatch(
      /Nobody is told of alarms.* Next: .*aws sns subscribe --region eu-central-1 --topic-arn arn:aws:sns/,
    );
    expect(none.exitCode).toBe(1);
  }, 30_000);

  test("warns where the alarms are opted out of", async () => {
    const stage = await openStage();
    const [stack] = stage.account.cloudFormation.stacks;
    if (stack !== undefined) {
      const { AlertTopicArn, FunctionFailedAlarm, ...outputs } = stack.outputs;
      stack.outputs = outputs;
    }
    const { exitCode, stdout } = await stage.run("check");
    expect(readFinding(stdout, "Alarm mails")).toContain("! warning Alarm mails There are no alarms");
    expect(exitCode).toBe(0);
    const ringing = await stage.run("check", "--ring");
    expect(ringing.stderr).toContain("There is no alarm that could ring");
    expect(ringing.exitCode).toBe(2);
  }, 30_000);

  test("tells a sender that is not verified from one whose domain is", async () => {
    const stage = await openStage();
    const { verified } = stage.account.identities;
    verified.set("backup@example.com", false);
    const pending = await stage.run("check");
    expect(readFinding(pending.stdout, "Sender")).toContain(
      "not verified in SES yet, so no report can be sent. Next: Follow the link",
    );
    verified.delete("backup@example.com");
    const absent = await stage.run("check");
    expect(readFinding(absent.stdout, "Sender")).toContain(
      "Next: aws sesv2 create-email-identity --region eu-central-1 --email-identity backup@example.com",
    );
    verified.set("example.com", true);
    const byDomain = await stage.run("check");
    expect(readFinding(byDomain.stdout, "Sender")).toBe(
      "✓ ok Sender backup@example.com: example.com is verified in SES.",
    );
    expect([pending.exitCode, absent.exitCode, byDomain.exitCode]).toEqual([1, 1, 0]);
  }, 30_000);

  test("demands verified recipients in SES's sandbox alone", async () => {
    const stage = await openStage();
    const { identities } = stage.account;
    identities.verified.delete("admin@example.com");
    const inSandbox = await stage.run("check");
    expect(readFinding(inSandbox.stdout, "Recipients")).toMatch(
      /failed Recipients SES is in its sandbox and sends nothing to admin@example\.com: not verified\. Next: /,
    );
    identities.isInSandbox = false;
    const outside = await stage.run("check");
    expect(readFinding(outside.stdout, "Recipients")).toContain("ok Recipients SES sends to anybody");
    identities.isPaused = true;
    const paused = await stage.run("check");
    expect(readFinding(paused.stdout, "Recipients")).toContain("sending is paused. Next: ");
    expect([inSandbox.exitCode, outside.exitCode, paused.exitCode]).toEqual([1, 0, 1]);
  }, 30_000);

  test("warns of a paused schedule, and fails where there is none", async () => {
    const stage = await openStage();
    stage.account.schedules.disableAll();
    const paused = await stage.run("check");
    expect(readFinding(paused.stdout, "Schedule")).toMatch(
      /! warning Schedule Paused: .* Next: If that is not meant/,
    );
    stage.account.schedules.removeAll();
    const gone = await stage.run("check");
    expect(readFinding(gone.stdout, "Schedule")).toMatch(
      /failed Schedule The schedule is gone.* Next: Have it made again: npx cdk deploy DocSpaceBackup-kind-0/,
    );
    expect([paused.exitCode, gone.exitCode]).toEqual([0, 1]);
  }, 30_000);

  test("does not call failed what its user may not look at, but names the permission", async () => {
    const stage = await openStage();
    const permissions = {
      Schedule: "scheduler:GetSchedule",
      Sender: "ses:GetEmailIdentity",
      Recipients: "ses:GetAccount",
      "Alarm mails": "sns:ListSubscriptionsByTopic",
    };
    for (const permission of Object.values(permissions)) stage.account.administrator.deny(permission);
    const { exitCode, stdout, stderr } = await stage.run("check");
    for (const [check, permission] of Object.entries(permissions))
      expect(readFinding(stdout, check)).toMatch(
        new RegExp(
          `^\\? not checked ${check} .* do ${permission} in eu-central-1\\. Next: Have the permission ${permission} granted`,
        ),
      );
    expect(stdout).toMatch(/WARNING: of 6 none failed, 4 not checked\.\n$/);
    expect([exitCode, stderr]).toEqual([0, ""]);
  }, 30_000);

  test("calls nothing well where its user may not ask the function", async () => {
    const stage = await openStage();
    stage.account.administrator.deny("lambda:InvokeFunction");
    const { exitCode, stdout } = await stage.run("check");
    expect(readFinding(stdout, "Function")).toMatch(
      /failed Function .* do lambda:InvokeFunction in eu-central-1\. Next: Have the permission lambda:InvokeFunction granted/,
    );
    expect(exitCode).toBe(1);
  }, 30_000);

  test("does not wait for a service that does not answer, nor for one that fails", async () => {
    const stage = await openStage();
    stage.account.faults.add({ service: "sns", when: "before", effect: { kind: "silence" } });
    stage.account.faults.add({ service: "scheduler", when: "before", effect: { kind: "throttled" } });
    const { exitCode, stdout, durationMs } = await stage.run("check");
    expect(readFinding(stdout, "Alarm mails")).toContain(
      "? not checked Alarm mails AWS (sns in eu-central-1) cannot be reached",
    );
    expect(readFinding(stdout, "Schedule")).toContain(
      "? not checked Schedule AWS refused scheduler:GetSchedule",
    );
    expect(exitCode).toBe(0);
    expect(durationMs).toBeLessThan(15_000);
  }, 30_000);

  test("--ring sets off an alarm that reaches those who have confirmed, and says that it is a test", async () => {
    const stage = await openStage();
    const rung: unknown[] = [];
    stage.account.cloudWatch.onSetByHand = ({ to, reason, publications }) =>
      rung.push([to, reason, publications]);
    const { exitCode, stdout } = await stage.run("check", "--ring");
    expect(rung).toEqual([
      [
        "ALARM",
        expect.stringMatching(/^This is a test .* nothing has failed/),
        [{ kind: "published", addresses: ["admin@example.com"] }],
      ],
    ]);
    expect(stdout.replace(/\s+/g, " ")).toContain("The alarm FunctionFailed rings as a test:");
    expect(exitCode).toBe(0);
    stage.account.administrator.deny("cloudwatch:SetAlarmState");
    const denied = await stage.run("check", "--ring");
    expect(denied.stderr).toContain("Have the permission cloudwatch:SetAlarmState granted");
    expect(denied.exitCode).toBe(2);
  }, 30_000);
});

describe("finding the stack", () => {
  const outputs = { BackupName: "beta", PortalUrl: "https://beta.example.com" };

  test("of several needs a name, and gives the command for each", async () => {
    const stage = await openStage();
    const { stacks } = stage.account.cloudFormation;
    stacks.unshift({ name: "Shop", status: "CREATE_COMPLETE", outputs: { Url: "https://shop.example.com" } });
    stacks.push({ name: "DocSpaceBackup-beta", status: "UPDATE_COMPLETE", outputs });
    stage.account.cloudFormation.pageSize = 1;
    expectExplanation(
      await stage.run("check", "--mail"),
      "There are 2 DocSpace backups in the region eu-central-1.",
      "  npm run check -- --name beta --mail    https://beta.example.com\n",
      "  npm run check -- --name kind-0 --mail  http://127.0.0.1:",
    );
    expectExplanation(
      await stage.run("check", "--name bet"),
      'There is no backup "bet"',
      "did you mean beta?",
    );
    expectExplanation(
      await stage.run("check", "--name beta"),
      "older version: it has no output TimeZone",
      "npx cdk deploy DocSpaceBackup-beta",
    );
    const named = await stage.run("check", "--name kind-0");
    expect(named.exitCode).toBe(0);
  }, 30_000);

  test("says where it has looked when there is none", async () => {
    const stage = await openStage();
    stage.account.cloudFormation.stacks.length = 0;
    expectExplanation(
      await stage.run("check"),
      "There is no DocSpace backup in the region eu-central-1, in the account of the access key in AWS_ACCESS_KEY_ID.",
      "AWS_PROFILE=… AWS_REGION=… npm run check",
      "npx cdk deploy --all",
    );
  }, 30_000);

  test.each([
    ["CREATE_IN_PROGRESS", {}, "is being deployed at the moment"],
    ["ROLLBACK_COMPLETE", {}, "could not be deployed (ROLLBACK_COMPLETE)"],
    ["DELETE_IN_PROGRESS", undefined, "is being deleted"],
  ])(
    "says that one in the state %s is not ready",
    async (status, outputsThen, words) => {
      const stage = await openStage();
      const [stack] = stage.account.cloudFormation.stacks;
      if (stack !== undefined) Object.assign(stack, { status, outputs: outputsThen ?? stack.outputs });
      expectExplanation(await stage.run("check"), `DocSpaceBackup-kind-0 ${words}`);
    },
    30_000,
  );

  test("takes one whose last deployment failed, and says so", async () => {
    const stage = await openStage();
    const [stack] = stage.account.cloudFormation.stacks;
    if (stack !== undefined) stack.status = "UPDATE_ROLLBACK_COMPLETE";
    const { exitCode, stderr } = await stage.run("check");
    expect(stderr).toContain(
      "The last deployment of DocSpaceBackup-kind-0 failed (UPDATE_ROLLBACK_COMPLETE)",
    );
    expect(exitCode).toBe(0);
  }, 30_000);
});

describe("AWS that cannot be asked", () => {
  const withoutKey = {
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
    AWS_SESSION_TOKEN: undefined,
  };

  test.each([
    [
      "without a region",
      { AWS_REGION: undefined },
      "No AWS region is set.",
      "AWS_REGION=eu-central-1 npm run check",
    ],
    ["without credentials", withoutKey, "There are no AWS credentials on this machine.", "aws configure"],
    [
      "with a profile that does not exist",
      { ...withoutKey, AWS_PROFILE: "nope" },
      'The credentials of the profile "nope" cannot be had',
      "aws configure list-profiles",
    ],
    [
      "with credentials of nobody",
      { AWS_ACCESS_KEY_ID: "AKIANOBODY" },
      "AWS does not know the credentials of the access key in AWS_ACCESS_KEY_ID",
      "AWS_PROFILE",
    ],
    [
      "without a network",
      { AWS_ENDPOINT_URL: "http://127.0.0.1:1" },
      "AWS (cloudformation in eu-central-1) cannot be reached: ECONNREFUSED",
      "Is there a network",
    ],
  ])(
    "%s is explained",
    async (_what, environment, words, cure) => {
      const stage = await openStage();
      expectExplanation(await stage.run("check", "", { environment }), words, cure);
    },
    30_000,
  );

  test("with expired credentials, or without the permission, is explained", async () => {
    const stage = await openStage();
    const mend = stage.account.faults.add({
      service: "cloudformation",
      when: "before",
      effect: { kind: "error", code: "ExpiredToken", message: "The security token is expired", status: 403 },
    });
    expectExplanation(await stage.run("check"), "has expired", "aws sso login");
    mend();
    stage.account.administrator.deny("cloudformation:DescribeStacks");
    expectExplanation(
      await stage.run("check"),
      "do cloudformation:DescribeStacks in eu-central-1",
      "granted",
    );
  }, 30_000);
});

describe("the command line", () => {
  test.each<[CommandName, ...string[]]>([
    ["check", "--mail", "--ring"],
    ["set-api-key", "--force", "never an argument"],
    ["history", "--nights", "--name acme"],
  ])(
    "of %s explains itself when asked for help",
    async (command, ...words) => {
      const stage = await openStage();
      const { exitCode, stdout, stderr } = await stage.run(command, "--help");
      for (const word of words) expect(stdout).toContain(word);
      expect([exitCode, stderr]).toEqual([0, ""]);
    },
    30_000,
  );

  test.each<[CommandName, string, string]>([
    [
      "check",
      "--frobnicate",
      "Unknown option '--frobnicate'.\nOptions follow two hyphens, as in: npm run check -- --name acme",
    ],
    ["check", "acme", "Unexpected argument 'acme'."],
    ["check", "--name", "'--name <value>' argument missing."],
    ["history", "--nights 0", '--nights is "0": expected a whole number from 1 to 400'],
  ])(
    "%s %s is refused with what to write instead",
    async (command, args, words) => {
      const stage = await openStage();
      expectExplanation(await stage.run(command, args), words);
    },
    30_000,
  );
});

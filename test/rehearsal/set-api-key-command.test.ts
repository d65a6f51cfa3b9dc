import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { type CommandStage, expectExplanation, goodAnswer, useCommandStages } from "./command-stage";
import type { CommandResult } from "./run-command";

const openStage = useCommandStages();

/** `script` of util-linux runs a command in a terminal. */
const inTerminal = process.platform === "linux" && existsSync("/usr/bin/script") ? test : test.skip;

const newKey = () => `sk-${randomBytes(32).toString("hex")}`;

/** Types each answer once its question has been asked. */
function answering(...answers: readonly (readonly [question: string, keys: string])[]) {
  let answered = 0;
  return (output: string, type: (keys: string) => void) => {
    const [question, keys] = answers[answered] ?? [];
    if (question === undefined || keys === undefined || !output.includes(question)) return;
    answered += 1;
    type(keys);
  };
}

function expectSecret({ stdout, stderr }: CommandResult, key: string): void {
  const said = stdout + stderr;
  expect(said).not.toContain(key);
  for (let start = 0; start + 8 <= key.length; start += 1)
    expect(said.includes(key.slice(start, start + 8))).toBe(false);
}

function expectUntouched(stage: CommandStage): void {
  expect(stage.account.calls).toEqual([]);
}

describe("npm run set-api-key with a key that is piped in", () => {
  test("stores it as the function reads it, and ends as the check that follows", async () => {
    const stage = await openStage();
    const key = newKey();
    const result = await stage.run("set-api-key", "", { input: `  ${key}\r\n` });
    expect(JSON.parse(stage.account.onlySecret.value)).toEqual({ apiKey: key });
    expect(result.stdout).toContain(`Stored the API key of http://127.0.0.1:`);
    expect(result.stdout).toContain(stage.account.onlySecret.arn);
    expect(result.stdout).toMatch(/\nOK: all 6 are well\.\n$/);
    expect([result.exitCode, result.stderr, result.leftBehind]).toEqual([0, "", []]);
    expectSecret(result, key);
  }, 30_000);

  test("tells plainly where the portal refuses the key that has just been stored", async () => {
    const stage = await openStage();
    const refused = { check: "API key", result: "failed", says: "The portal refuses the key (HTTP 401)." };
    stage.answer({ ...goodAnswer, status: "FAILED", checks: [refused] });
    const { exitCode, stdout } = await stage.run("set-api-key", "", { input: newKey() });
    expect(stdout).toMatch(/\nThe key was stored, and http:\S+ does not take it \(HTTP 401\)/);
    expect(exitCode).toBe(1);
  }, 30_000);

  test.each([
    ["nothing", "\n", "Nothing was entered."],
    ["the word Bearer", `Bearer ${"sk-"}${"0a".repeat(32)}`, 'without the word "Bearer"'],
    ["two lines", `${"sk-"}${"0a".repeat(32)}\nsecond`, "more than one line"],
    ["what is perhaps a token", "tok_1234567890", "add --force: npm run set-api-key -- --force"],
  ])(
    "refuses %s before anything is called",
    async (_what, input, words) => {
      const stage = await openStage();
      const result = await stage.run("set-api-key", "", { input });
      expectExplanation(result, words, "Nothing was stored.");
      expectUntouched(stage);
    },
    30_000,
  );

  test("stores with --force what does not look like a key", async () => {
    const stage = await openStage();
    const { exitCode } = await stage.run("set-api-key", "--force", { input: "tok_1234567890" });
    expect(JSON.parse(stage.account.onlySecret.value)).toEqual({ apiKey: "tok_1234567890" });
    expect(exitCode).toBe(0);
  }, 30_000);

  test("does not repeat the key where AWS does in its refusal", async () => {
    const stage = await openStage();
    const key = newKey();
    stage.account.faults.add({
      service: "secretsmanager",
      when: "before",
      effect: {
        kind: "error",
        code: "ValidationException",
        message: `Value '{"apiKey":"${key}"}' is not valid`,
        status: 400,
      },
    });
    const result = await stage.run("set-api-key", "", { input: key });
    expectExplanation(
      result,
      "The key was not stored. AWS refused secretsmanager:PutSecretValue",
      "[key removed]",
    );
    expectSecret(result, key);
  }, 30_000);

  test("says what is missing where it may not store the key, or the secret is gone", async () => {
    const stage = await openStage();
    const [stack] = stage.account.cloudFormation.stacks;
    const key = newKey();
    stage.account.administrator.deny("secretsmanager:PutSecretValue");
    expectExplanation(
      await stage.run("set-api-key", "", { input: key }),
      "The key was not stored.",
      "Have the permission secretsmanager:PutSecretValue granted",
    );
    const other = await openStage();
    if (stack !== undefined)
      other.account.cloudFormation.stacks.splice(0, 1, {
        ...stack,
        outputs: {
          ...stack.outputs,
          ApiKeySecretArn: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:gone-AbCdEf",
        },
      });
    expectExplanation(
      await other.run("set-api-key", "", { input: key }),
      "gone-AbCdEf does not exist any more",
    );
  }, 30_000);

  test("asks which backup is meant where there are several, and stores nothing", async () => {
    const stage = await openStage();
    stage.account.cloudFormation.stacks.push({
      name: "DocSpaceBackup-beta",
      status: "CREATE_COMPLETE",
      outputs: { BackupName: "beta" },
    });
    const result = await stage.run("set-api-key", "", { input: newKey() });
    expectExplanation(result, "npm run set-api-key -- --name beta\n", "npm run set-api-key -- --name kind-0");
    expect(stage.calls("secretsmanager", "PutSecretValue")).toEqual([]);
  }, 30_000);
});

describe("npm run set-api-key where somebody else has made a stack", () => {
  test("stores nothing in a secret of another account", async () => {
    const stage = await openStage();
    const [stack] = stage.account.cloudFormation.stacks;
    if (stack === undefined) throw new Error("There is no stack.");
    const arn = "arn:aws:secretsmanager:eu-central-1:999999999999:secret:theirs-AbCdEf";
    stage.account.cloudFormation.stacks[0] = {
      ...stack,
      outputs: { ...stack.outputs, ApiKeySecretArn: arn },
    };
    const key = newKey();
    const result = await stage.run("set-api-key", "", { input: key });
    expectExplanation(result, "The key was not stored.", "not in its own account", arn);
    expectSecret(result, key);
    expect(stage.calls("secretsmanager", "PutSecretValue")).toEqual([]);
  }, 30_000);

  test("does not choose between two that have the same name, and shows no control characters of theirs", async () => {
    const stage = await openStage();
    const { stacks } = stage.account.cloudFormation;
    const [stack] = stacks;
    if (stack === undefined) throw new Error("There is no stack.");
    stacks.unshift({ ...stack, name: "Alike" });
    const result = await stage.run("set-api-key", "--name kind-0", { input: newKey() });
    expectExplanation(result, `call themselves the backup "kind-0": Alike, ${stack.name}`);
    expect(stage.calls("secretsmanager", "PutSecretValue")).toEqual([]);
    stacks[0] = {
      ...stack,
      name: "Alike",
      outputs: { ...stack.outputs, PortalUrl: "https://a\u202e\u009b2Kb" },
    };
    const shown = await stage.run("check");
    expectExplanation(shown, "https://a 2Kb");
    expect(shown.stderr).not.toMatch(/[\u202e\u009b]/);
  }, 30_000);
});

describe("npm run set-api-key with a key as an argument", () => {
  test.each([
    ["alone", (key: string) => key],
    ["as an option", (key: string) => `--key=${key}`],
    ["as the name", (key: string) => `--name ${key}`],
  ])(
    "refuses it %s, and says that it must be revoked",
    async (_what, write) => {
      const stage = await openStage();
      const key = newKey();
      const result = await stage.run("set-api-key", write(key));
      expectExplanation(result, "in the history of your shell now", "Delete that key in the portal");
      expectSecret(result, key);
      expectUntouched(stage);
    },
    30_000,
  );

  test("repeats no other argument either", async () => {
    const stage = await openStage();
    const result = await stage.run("set-api-key", "hunter2");
    expectExplanation(result, "This command takes no argument besides its options.");
    expect(result.stderr).not.toContain("hunter2");
  }, 30_000);
});

describe("npm run set-api-key in a terminal", () => {
  inTerminal(
    "asks for the key without showing it",
    async () => {
      const stage = await openStage();
      const key = newKey();
      const result = await stage.run("set-api-key", "", {
        inTerminal: answering(["then Enter): ", `wrong\u0015${key}x\u007f\r`]),
      });
      expect(JSON.parse(stage.account.onlySecret.value)).toEqual({ apiKey: key });
      expect(result.stdout).toMatch(/is not shown; then Enter\): \r\nStored the API key/);
      expectSecret(result, key);
      expect(result.stdout).not.toContain("wrong");
      expect([result.exitCode, result.leftBehind]).toEqual([0, []]);
    },
    30_000,
  );

  inTerminal(
    "refuses several lines that are pasted at once",
    async () => {
      const stage = await openStage();
      const key = newKey();
      const result = await stage.run("set-api-key", "", {
        inTerminal: answering(["then Enter): ", `${key}\rsecond\r`]),
      });
      expect(result.stdout).toContain("more than one line");
      expectSecret(result, key);
      expect(result.exitCode).toBe(2);
      expectUntouched(stage);
    },
    30_000,
  );

  inTerminal(
    "ends with 130 at Ctrl-C, and calls nothing",
    async () => {
      const stage = await openStage();
      const { exitCode, stdout } = await stage.run("set-api-key", "", {
        inTerminal: answering(["then Enter): ", "sk-012345\u0003"]),
      });
      expect(stdout).not.toContain("012345");
      expect(exitCode).toBe(130);
      expectUntouched(stage);
    },
    30_000,
  );

  inTerminal(
    "leaves the terminal as it was",
    async () => {
      const stage = await openStage();
      const { stdout } = await stage.run("set-api-key", "", {
        inTerminal: answering(["then Enter): ", "\u0003"]),
        thenRun: "stty -a",
      });
      expect(stdout).toMatch(/\sicanon\s/);
      expect(stdout).toMatch(/\secho\s/);
    },
    30_000,
  );

  inTerminal(
    "asks again before it stores what does not look like a key",
    async () => {
      const stage = await openStage();
      const before = stage.account.onlySecret.value;
      const ask = (answer: string) =>
        stage.run("set-api-key", "", {
          inTerminal: answering(["then Enter): ", "tok_1234567890\r"], ["[y/N] ", `${answer}\r`]),
        });
      const no = await ask("");
      expect(no.stdout).toContain("Nothing was stored.");
      expect([no.exitCode, stage.account.onlySecret.value]).toEqual([2, before]);
      const yes = await ask("y");
      expect(JSON.parse(stage.account.onlySecret.value)).toEqual({ apiKey: "tok_1234567890" });
      expect(yes.exitCode).toBe(0);
      expect(yes.stdout).not.toContain("tok_1234567890");
    },
    30_000,
  );
});

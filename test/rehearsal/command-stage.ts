import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Account } from "../../local/aws/account";
import type { Rehearsal } from "../../local/rehearsal/rehearsal";
import { describeUserEnvironment, type UserCommand } from "../../local/rehearsal/run-user-command";
import type { Scenario } from "../../local/scenarios";
import { DeployedPortals } from "./deployed-portals";
import { openRehearsal } from "./open-rehearsal";
import { type CommandResult, runCommand } from "./run-command";

/** What the function answers to a check where all is well. */
export const goodAnswer = {
  status: "OK",
  summary: "Tonight's backup will work.",
  backup: "acme",
  portal: "https://acme.onlyoffice.com",
  checkedAt: "2026-03-01T03:29:50Z",
  version: "9.9.9",
  checks: [{ check: "API key", result: "ok", says: "It is valid, and belongs to an administrator." }],
};

export type CommandName = UserCommand | "set-api-key";

interface RunOptions {
  /** Other variables than a user's usual ones; undefined for those that are missing. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** What is piped in. @default nothing */
  readonly input?: string;
  /** Runs it in a terminal, and is asked with each piece of output what to type. */
  readonly inTerminal?: (output: string, type: (keys: string) => void) => void;
  /** A shell command that is run in the same terminal afterwards. */
  readonly thenRun?: string;
}

/** An account with a deployed backup, and a person who runs commands against it. */
export class CommandStage {
  readonly rehearsal: Rehearsal;
  readonly #folder = mkdtempSync(join(tmpdir(), "command-stage-"));

  constructor(
    rehearsal: Rehearsal,
    private readonly answerFile: string,
  ) {
    this.rehearsal = rehearsal;
    this.answer(goodAnswer);
  }

  get account(): Account {
    return this.rehearsal.account;
  }

  /** What the function answers from now on; an error's name and message if it is to fail. */
  answer(answer: object): void {
    writeFileSync(this.answerFile, JSON.stringify(answer));
  }

  /** All calls of a service's operation, with what was sent. */
  calls(service: string, operation: string): string[] {
    return this.account.calls
      .filter((call) => call.service === service && call.operation === operation && call.status !== 403)
      .map(({ request }) => request.body);
  }

  run(command: CommandName, args = "", options: RunOptions = {}): Promise<CommandResult> {
    const { environment, input = "", inTerminal, thenRun } = options;
    const program = `node --import tsx bin/${command}.ts ${args}`.trim();
    const all = {
      ...describeUserEnvironment(this.account, this.#folder),
      NO_COLOR: undefined,
      ...environment,
    };
    if (inTerminal === undefined) return runCommand(program.split(" "), { environment: all, input });
    // `script` uses $SHELL or else /bin/sh; either is replaced, so that it cannot die of a Ctrl-C itself.
    const script = thenRun === undefined ? `exec ${program}` : `${program}; ${thenRun}`;
    return runCommand(["script", "-qec", script, "/dev/null"], {
      environment: { TERM: "xterm", ...all },
      onOutput: inTerminal,
    });
  }

  async close(): Promise<void> {
    await this.rehearsal.close();
    rmSync(this.#folder, { recursive: true });
  }
}

/**
 * Deploys the app once for a file of tests, and closes after each test what was opened in it.
 * @returns opens a stage on which nothing has happened yet. Its function answers as it is told, unless it is to be the real one.
 */
export function useCommandStages() {
  const folder = mkdtempSync(join(tmpdir(), "command-stages-"));
  const answerFile = join(folder, "answer.json");
  const stub: Scenario = {
    name: "stub",
    summary: "",
    appendedCode: `module.exports = { handler: async () => {
      const { errorType, errorMessage, ...answer } = JSON.parse(require("node:fs").readFileSync(${JSON.stringify(answerFile)}));
      if (errorType !== undefined) throw Object.assign(new Error(errorMessage), { name: errorType });
      return answer;
    } };`,
    arrange: () => undefined,
  };
  const opened: CommandStage[] = [];
  let portals: DeployedPortals;
  beforeAll(async () => {
    portals = await DeployedPortals.synthesise([stub]);
  }, 60_000);
  afterEach(closeAll);
  afterAll(() => {
    portals.remove();
    rmSync(folder, { recursive: true });
  });

  async function closeAll(): Promise<void> {
    for (const stage of opened.splice(0)) await stage.close();
  }

  return async ({ arrange }: { readonly arrange?: Scenario["arrange"] } = {}): Promise<CommandStage> => {
    await closeAll();
    const scenario = arrange === undefined ? stub : { name: "real", summary: "", arrange };
    const rehearsal = await openRehearsal({
      deployment: portals.deploy(scenario),
      scenario,
      portalPort: portals.portalPort,
    });
    const stage = new CommandStage(rehearsal, answerFile);
    opened.push(stage);
    return stage;
  };
}

/** What every command does that cannot go on: it says why and what to do, without a stack, and ends with 2. */
export function expectExplanation(result: CommandResult, ...words: readonly string[]): void {
  for (const word of words) expect(result.stderr).toContain(word);
  expect(result.stderr).not.toMatch(/^\s+at /m);
  expect(result.stdout).toBe("");
  expect(result.exitCode).toBe(2);
}

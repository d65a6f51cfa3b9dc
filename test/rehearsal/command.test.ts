import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scenarios } from "../../local/scenarios";
import { startOtherPortal } from "./other-portal";
import { type CommandResult, listLeftBehind, runCommand } from "./run-command";

const rehearse = (args: readonly string[], environment: Record<string, string> = {}) =>
  runCommand(["npm", "start", "--silent", "--", ...args], {
    environment: { DOCSPACE_API_KEY: "", ...environment },
  });

function expectExplanation({ exitCode, stderr, leftBehind }: CommandResult, explanation: string) {
  expect(stderr).toContain(explanation);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(exitCode).toBe(2);
  expect(leftBehind).toEqual([]);
}

describe("npm start", () => {
  it("rehearses a backup, prints the report and ends with 0 within 30 seconds", async () => {
    const { exitCode, stdout, stderr, durationMs, leftBehind } = await rehearse(["--exit"]);
    expect(stderr).toBe("");
    expect(stdout).toMatch(
      /^Mail to admin@example\.com: \[OK\] DocSpace backup .* - 4\.2 GB in \d+ (?:s|min)$/m,
    );
    expect(stdout).toMatch(/^ {2}OK: The backup of 127\.0\.0\.1:\d+ is complete/m);
    expect(stdout).toMatch(/The backup was verified\.\n$/);
    expect(exitCode).toBe(0);
    expect(durationMs).toBeLessThan(30_000);
    expect(leftBehind).toEqual([]);
  }, 60_000);

  it("ends with 1 after a backup that was cancelled, and prints the mail that says so", async () => {
    const { exitCode, stdout, leftBehind } = await rehearse(["--exit", "--scenario", "cancelled"]);
    expect(stdout).toMatch(/^Mail to .*: \[FAILED\] .* - the backup was cancelled$/m);
    expect(stdout).toMatch(/^ {2}FAILED: /m);
    expect(stdout).toMatch(/The backup was NOT verified\.\n$/);
    expect(exitCode).toBe(1);
    expect(leftBehind).toEqual([]);
  }, 60_000);

  it("rehearses several nights, of which the second knows of the first", async () => {
    const { exitCode, stdout } = await rehearse(["--exit", "--scenario", "cancelled", "--nights", "2"]);
    const subjects = [...stdout.matchAll(/^Mail to .*: (.*)$/gm)].map(([, subject]) => subject);
    expect(subjects).toEqual([
      expect.stringMatching(/the backup was cancelled$/),
      expect.stringMatching(/the backup was cancelled \(2nd night\)$/),
    ]);
    expect(stdout.match(/^Night \d of \d$/gm)).toEqual(["Night 1 of 2", "Night 2 of 2"]);
    expect(exitCode).toBe(1);
  }, 60_000);

  it("prints the report that could not be sent, and ends by telling which alarm goes off and whom it reaches", async () => {
    const { exitCode, stdout } = await rehearse(["--scenario", "mail-rejected"]);
    expect(stdout).toMatch(
      /^No mail was sent\. This is the report, which stands in the function's log:\n\n {2}\[OK\] /m,
    );
    expect(stdout).toMatch(/^ {2}OK: The backup of 127\.0\.0\.1:\d+ is complete/m);
    expect(stdout).not.toContain('{"');
    const [, ending] = stdout.split("\nAn alarm goes off");
    expect(ending).toMatch(/ {2}FunctionFailed goes off: SNS mails admin@example\.com$/m);
    expect(ending).toMatch(/THEN:\s+docs\/runbook\.md#alarm-function-failed/);
    expect(stdout).toContain(
      "SES did not confirm that it accepted the report: Email address is not verified.",
    );
    expect(exitCode).toBe(1);
  }, 60_000);

  it("shows the report all the same where it cannot be kept for later", async () => {
    const { exitCode, stdout } = await rehearse(["--exit"], { REHEARSAL_INBOX: "/dev/null/inbox" });
    expect(stdout).toMatch(/^Mail to .*: \[OK\] /m);
    expect(stdout).toMatch(/^Later rehearsals will not show this one's mails in the inbox: Error: E.*inbox/m);
    expect(exitCode).toBe(0);
  }, 60_000);

  it("says what became of an event that the function never got", async () => {
    const { exitCode, stdout } = await rehearse(["--scenario", "undelivered"]);
    expect(stdout).toContain("the event is kept in the dead-letter queue: Rate Exceeded.");
    expect(stdout).toMatch(/ {2}EventUndelivered goes off: SNS mails admin@example\.com$/m);
    expect(stdout).toContain("NoVerifiedBackup goes off unless a backup is verified before");
    expect(exitCode).toBe(1);
  }, 60_000);

  it("lists every situation that can be rehearsed, each on one line", async () => {
    const { exitCode, stdout } = await rehearse(["--list"]);
    const lines = stdout.trimEnd().split("\n");
    expect(lines.map((line) => line.split(/ {2,}/))).toEqual(
      scenarios.map(({ name, summary }) => [name, summary]),
    );
    expect(exitCode).toBe(0);
  }, 30_000);

  it("ends quietly when its reader has seen enough", async () => {
    const script = "set -o pipefail; node --import tsx local/main.ts --list | head -1";
    const { exitCode, stdout, stderr } = await runCommand(["bash", "-c", script]);
    expect([exitCode, stderr, stdout.trimEnd().split("\n").length]).toEqual([0, "", 1]);
  }, 30_000);

  it("explains itself when asked for help", async () => {
    const { exitCode, stdout, stderr } = await rehearse(["--help"]);
    expect([exitCode, stderr]).toEqual([0, ""]);
    for (const option of [
      "--exit",
      "--list",
      "--scenario",
      "--portal",
      "--check",
      "--history",
      "--nights",
      "--speed",
      "--seed",
      "-c ",
    ])
      expect(stdout).toContain(option);
  }, 30_000);

  test.each([
    ["an unknown option", ["--frobnicate"], "Unknown option '--frobnicate'"],
    ["a word too many", ["cancelled"], "Unexpected argument 'cancelled'"],
    ["an option without its value", ["--seed"], "'--seed <value>' argument missing"],
    ["an unknown scenario", ["--scenario", "nope"], '--scenario is "nope": did you mean '],
    ["a wrong speed", ["--speed", "0"], '--speed is "0": expected a number from 1 upwards, or max'],
    ["no night at all", ["--nights", "0"], '--nights is "0": expected a whole number from 1 to 30'],
    ["a wrong seed", ["--seed", "x"], '--seed is "x": expected a whole number; for example --seed 7'],
    ["a setting without a value", ["-c", "folderId"], "for example -c folderId=42"],
    [
      "a portal without a key",
      ["--portal", "http://127.0.0.1:1"],
      "the environment variable DOCSPACE_API_KEY",
    ],
    [
      "a portal and a scenario",
      ["--portal", "http://127.0.0.1:1", "--scenario", "slow"],
      "--scenario does not go with --portal",
    ],
  ])(
    "ends with 2 and says what to write after %s",
    async (_what, args, explanation) => {
      expectExplanation(await rehearse(args), explanation);
    },
    30_000,
  );

  test.each([
    ["a wrong setting", ["-c", "at=25:00"], 'at is "25:00"'],
    [
      "the address of no portal",
      ["--portal", "https://127.0.0.1/docspace"],
      'portalUrl is "https://127.0.0.1/docspace"',
    ],
  ])(
    "ends with 2 and the settings' own explanation after %s",
    async (_what, args, explanation) => {
      const key = `sk-${randomBytes(32).toString("hex")}`;
      const result = await rehearse(args, { DOCSPACE_API_KEY: key });
      expectExplanation(result, explanation);
      expect(result.stdout + result.stderr).not.toContain(key);
    },
    60_000,
  );
});

/** `script` of util-linux runs a command in a terminal. */
const inTerminal = process.platform === "linux" && existsSync("/usr/bin/script") ? it : it.skip;

describe("npm start -- --portal", () => {
  const key = `sk-${randomBytes(32).toString("hex")}`;
  let portal: Awaited<ReturnType<typeof startOtherPortal>>;
  beforeEach(async () => {
    portal = await startOtherPortal(key);
  });
  afterEach(() => portal.stop());

  it("backs up a portal that is not the built-in one, in real time", async () => {
    const { exitCode, stdout, stderr, leftBehind } = await rehearse(["--exit", "--portal", portal.url], {
      DOCSPACE_API_KEY: key,
    });
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^Mail to .*: \[OK\] DocSpace backup .* - 123 MB in \d+ s$/m);
    expect(portal.requests.filter(({ method }) => method === "POST")).toHaveLength(1);
    expect(stdout).not.toContain(key.slice("sk-".length));
    expect(exitCode).toBe(0);
    expect(leftBehind).toEqual([]);
  }, 60_000);

  it("shows the check first", async () => {
    const { stdout } = await rehearse(["--exit", "--portal", portal.url], { DOCSPACE_API_KEY: key });
    expect(stdout.indexOf("> npm run check")).toBeLessThan(stdout.indexOf("the backup was started"));
    expect(stdout).toMatch(/ok +Backups left +Not limited: the portal is self-hosted\./);
  }, 60_000);

  it("starts nothing that may be charged unless somebody has agreed", async () => {
    const cloud = await startOtherPortal(key, { standalone: false });
    try {
      const refused = await rehearse(["--exit", "--portal", cloud.url], { DOCSPACE_API_KEY: key });
      expect(refused.stderr).toMatch(/may be charged .* To start it all the same: add --yes/);
      expect(refused.exitCode).toBe(2);
      expect(cloud.requests.filter(({ method }) => method === "POST")).toEqual([]);
      const agreed = await rehearse(["--exit", "--yes", "--portal", cloud.url], { DOCSPACE_API_KEY: key });
      expect(agreed.stdout).toMatch(/^Mail to .*: \[WARNING\] DocSpace backup .*backups not counted$/m);
      expect(cloud.requests.filter(({ method }) => method === "POST")).toHaveLength(1);
    } finally {
      await cloud.stop();
    }
  }, 90_000);

  inTerminal(
    "asks in a terminal, and takes nothing but a yes for one",
    async () => {
      const cloud = await startOtherPortal(key, { standalone: false });
      try {
        const command = `exec node --import tsx local/main.ts --exit --portal ${cloud.url}`;
        const answers = async (typed: string) => {
          let isAsked = false;
          return await runCommand(["script", "-qec", command, "/dev/null"], {
            environment: { DOCSPACE_API_KEY: key },
            onOutput: (soFar, type) => {
              if (isAsked || !soFar.includes("may be charged. Start it? [y/N]")) return;
              isAsked = true;
              type(typed);
            },
          });
        };
        const refused = await answers("\r");
        expect(refused.stdout).toContain("Nothing was started");
        expect(refused.exitCode).toBe(2);
        expect(cloud.requests.filter(({ method }) => method === "POST")).toEqual([]);
        const agreed = await answers("y\r");
        expect(agreed.stdout).toContain("the backup was started");
        expect(cloud.requests.filter(({ method }) => method === "POST")).toHaveLength(1);
      } finally {
        await cloud.stop();
      }
    },
    90_000,
  );

  it("ends with 1 where the portal refuses the key, and starts nothing", async () => {
    const wrongKey = { DOCSPACE_API_KEY: "sk-0123456789" };
    const refused = await rehearse(["--portal", portal.url], wrongKey);
    expect(refused.stderr).toContain("the check of");
    expect(refused.exitCode).toBe(2);
    const { exitCode, stdout } = await rehearse(["--yes", "--portal", portal.url], wrongKey);
    expect(stdout).toMatch(/^Mail to .*: \[FAILED\] .* refuses the API key$/m);
    expect(portal.requests.filter(({ method }) => method === "POST")).toEqual([]);
    expect(exitCode).toBe(1);
  }, 60_000);
});

describe("npm start in a terminal", () => {
  let inboxFolder: string;
  beforeAll(() => {
    inboxFolder = mkdtempSync(join(tmpdir(), "rehearsal-inbox-"));
  });
  afterAll(() => rmSync(inboxFolder, { recursive: true }));

  inTerminal(
    "shows progress and keeps the reports of this rehearsal and the one before open in a browser until Ctrl-C",
    async () => {
      const environment = { REHEARSAL_INBOX: inboxFolder };
      await rehearse(["--exit", "--scenario", "cancelled"], environment);
      const pages: Promise<Response>[] = [];
      // `script` uses $SHELL or else /bin/sh, and a shell that stays would end with 130 of the Ctrl-C itself.
      const command = "exec node --import tsx local/main.ts --speed 200";
      const { exitCode, stdout, leftBehind } = await runCommand(["script", "-qec", command, "/dev/null"], {
        environment,
        onOutput: (soFar, type) => {
          const [, url] = /as the administrator would see it: (\S+)\s+Ctrl-C ends/.exec(soFar) ?? [];
          if (url === undefined || pages.length > 0) return;
          pages.push(fetch(url));
          void Promise.allSettled(pages).then(() => type("\u0003"));
        },
      });
      expect(stdout).toContain("the portal's backup [####");
      const [inbox] = await Promise.all(pages);
      const page = await inbox?.text();
      expect(page).toMatch(/<h2>\[OK\] DocSpace backup .*<\/h2>/);
      expect(page).toMatch(/>OK<[\s\S]*>success<[\s\S]*>FAILED<[\s\S]*>cancelled</);
      await expect(fetch(inbox?.url ?? "")).rejects.toThrow("fetch failed");
      expect(exitCode).toBe(0);
      expect(leftBehind).toEqual([]);
    },
    90_000,
  );
});

test("a file or a process that were left behind would be seen", async () => {
  const folder = mkdtempSync(join(tmpdir(), "rehearsal-left-behind-"));
  const child = spawn(process.execPath, ["-e", "setInterval(() => 0, 1000); console.log()"], { cwd: folder });
  try {
    await once(child.stdout, "data");
    writeFileSync(join(folder, "template.json"), "{}");
    const processes = process.platform === "linux" ? [`process ${child.pid}`] : [];
    expect(listLeftBehind(folder)).toEqual(["template.json", ...processes]);
  } finally {
    child.kill("SIGKILL");
    await once(child, "exit");
    rmSync(folder, { recursive: true });
  }
});

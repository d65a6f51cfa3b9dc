import { randomBytes } from "node:crypto";
import { startOtherPortal } from "./other-portal";
import { runCommand } from "./run-command";

const rehearse = (args: readonly string[], environment: Record<string, string> = {}) =>
  runCommand(["npm", "start", "--silent", "--", ...args], {
    environment: { DOCSPACE_API_KEY: "", ...environment },
  });

describe("npm start -- --check", () => {
  test("shows that all is well, as npm run check would, and ends with 0", async () => {
    const { exitCode, stdout, stderr, leftBehind } = await rehearse(["--check"]);
    expect(stderr).toBe("");
    expect(stdout).toMatch(
      /\n> npm run check\nBackup rehearsal of http:\S+\nDocSpaceBackup-rehearsal in eu-central-1\n\n/,
    );
    expect(stdout).toMatch(/^✓ ok +API key /m);
    expect(stdout).toMatch(/^✓ ok +Alarm mails /m);
    expect(stdout).toMatch(/\nOK: all \d+ are well\.\n$/);
    expect([exitCode, leftBehind]).toEqual([0, []]);
  }, 60_000);

  test("ends with 1 where the situation would make tonight's backup fail", async () => {
    const { exitCode, stdout } = await rehearse(["--check", "--scenario", "key-expired"]);
    expect(stdout).toMatch(/^✗ failed +API key /m);
    expect(stdout).toMatch(/^FAILED: 1 of \d+ failed/m);
    expect(exitCode).toBe(1);
  }, 60_000);

  test("asks a real portal for no backup, and does not show the key", async () => {
    const key = `sk-${randomBytes(32).toString("hex")}`;
    const portal = await startOtherPortal(key);
    try {
      const { stdout, stderr, leftBehind } = await rehearse(["--check", "--portal", portal.url], {
        DOCSPACE_API_KEY: key,
      });
      expect(stdout).toContain("which will not be asked for a backup");
      expect(stdout).toContain("> npm run check\n");
      expect(portal.requests.filter(({ method }) => method !== "GET")).toEqual([]);
      expect(stdout + stderr).not.toContain(key.slice("sk-".length));
      expect(leftBehind).toEqual([]);
    } finally {
      await portal.stop();
    }
  }, 60_000);
});

describe("npm start -- --history", () => {
  test("shows the nights that have been rehearsed, as npm run history would, and ends as they did", async () => {
    const { exitCode, stdout, leftBehind } = await rehearse([
      "--history",
      "--nights",
      "2",
      "--scenario",
      "cancelled",
    ]);
    const [, table = ""] = stdout.split("\n> npm run history\n");
    expect(table).toMatch(/^Backup rehearsal of http:\S+, times in Europe\/Berlin\n\nstatus +started /);
    expect(table.match(/^FAILED +\d{4}-\d\d-\d\d 04:3\d .* the backup was cancelled$/gm)).toHaveLength(2);
    expect([exitCode, leftBehind]).toEqual([1, []]);
  }, 60_000);
});

test.each(["check", "set-api-key", "history"])(
  "npm run %s reaches its command",
  async (command) => {
    const { exitCode, stdout, stderr } = await runCommand(
      ["npm", "run", "--silent", command, "--", "--help"],
      { input: "" },
    );
    expect(stdout).toMatch(new RegExp(`^npm run ${command} `));
    expect([exitCode, stderr]).toEqual([0, ""]);
  },
  30_000,
);

import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const projectRoot = join(__dirname, "..", "..");
const acme = {
  portalUrl: "https://acme.onlyoffice.com",
  reportTo: "admin@example.com",
  sender: "backup@example.com",
};

interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

function isFailedRun(error: unknown): error is { code: number; stdout: string; stderr: string } {
  return typeof error === "object" && error !== null && "stderr" in error && "code" in error;
}

describe("the CDK app", () => {
  const outputFolder = mkdtempSync(join(tmpdir(), "docspace-backup-app-"));
  afterAll(() => rmSync(outputFolder, { recursive: true }));

  /** Runs the app as the CDK's command line runs it. */
  async function runApp(settings: Record<string, unknown>, bundledStacks: string[] = []): Promise<Outcome> {
    const all = { portals: [], "aws:cdk:bundling-stacks": bundledStacks, ...settings };
    const env = { ...process.env, CDK_CONTEXT_JSON: JSON.stringify(all), CDK_OUTDIR: outputFolder };
    try {
      const tsx = join(projectRoot, "node_modules", ".bin", "tsx");
      const { stdout, stderr } = await run(tsx, ["bin/docspace-backup.ts"], { cwd: projectRoot, env });
      return { exitCode: 0, stdout, stderr };
    } catch (error) {
      if (isFailedRun(error)) return { exitCode: error.code, stdout: error.stdout, stderr: error.stderr };
      throw error;
    }
  }

  const readOutput = (file: string) => readFileSync(join(outputFolder, file), "utf8");

  test("says that settings stand beside the context, where nothing would read them", async () => {
    const folder = mkdtempSync(join(tmpdir(), "docspace-backup-misplaced-"));
    writeFileSync(join(folder, "cdk.json"), JSON.stringify({ portals: [acme], context: {} }));
    const tsx = join(projectRoot, "node_modules", ".bin", "tsx");
    const attempt = run(tsx, [join(projectRoot, "bin/docspace-backup.ts")], { cwd: folder });
    await expect(attempt).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/portals stands beside "context" in cdk\.json: (?![\s\S]*^\s+at )/),
    });
    rmSync(folder, { recursive: true });
  }, 60_000);

  test("makes a stack for each portal, and bundles the function once for all of them", async () => {
    const hosts = ["acme", "beta", "gamma"];
    const portals = hosts.map((host) => ({ ...acme, portalUrl: `https://${host}.onlyoffice.com` }));
    const { exitCode, stderr } = await runApp({ portals }, ["**"]);
    expect(exitCode).toBe(0);
    expect(stderr.match(/Bundling asset/g)).toHaveLength(1);
    const files = readdirSync(outputFolder);
    const templates = files.filter((file) => file.endsWith(".template.json"));
    expect(templates).toEqual(hosts.map((host) => `DocSpaceBackup-${host}.template.json`));
    const [bundle, ...more] = files.filter((file) => file.startsWith("asset."));
    expect(more).toEqual([]);
    expect(readdirSync(join(outputFolder, bundle ?? "no bundle"))).toEqual(["index.js"]);
    for (const template of templates)
      expect(readOutput(template)).toContain(`${bundle?.slice("asset.".length)}.zip`);
  }, 60_000);

  test("turns notes on the settings into warnings of the stack", async () => {
    await runApp({ ...acme, storageType: "DataStore" });
    const said = readOutput("manifest.json") + readOutput("DocSpaceBackup-acme.metadata.json");
    expect(said).toContain("after 24 hours");
    expect(said).toContain("[ack: docspace-backup:portal-deletes-backup]");
  }, 60_000);

  test.each([
    ["no settings", {}, "portals in cdk.json has no entry", "A complete example"],
    [
      "a mistake in a default",
      { portalDefaults: { at: "4:30" }, portals: [acme] },
      "portalDefaults.at is",
      "README.md, Settings",
    ],
    ["a setting one level too high", { portals: [acme], at: "05:00" }, "at is", "in portalDefaults for all"],
    ["a misspelt list", { Portals: [acme] }, "did you mean portals?", "README.md, Settings"],
    ["defaults as text that is no JSON", { portalDefaults: "at=05:00" }, "portalDefaults is", "example:"],
    ["a misspelt setting", { ...acme, timezone: "UTC" }, "did you mean timeZone?", "README.md, Settings"],
  ])(
    "explains %s without a stack trace, and exits with 1",
    async (_what, settings, explanation, help) => {
      const { exitCode, stdout, stderr } = await runApp(settings);
      expect(exitCode).toBe(1);
      expect(stdout).toBe("");
      expect(stderr).toContain(explanation);
      expect(stderr).toContain(help);
      expect(stderr).not.toMatch(/^[ \t]+at /m);
    },
    60_000,
  );
});

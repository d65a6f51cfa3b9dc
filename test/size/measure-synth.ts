import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { writePart } from "../docs/generated-part";

const run = promisify(execFile);
const projectRoot = join(__dirname, "..", "..");
const cdk = createRequire(__filename).resolve("aws-cdk/bin/cdk");

/** How long a synthesis may take. Up to 10 portals it is a matter of starting, from there on one of portals. */
const bounds = [
  { portals: 1, maxSeconds: 15 },
  { portals: 10, maxSeconds: 15 },
  { portals: 100, maxSeconds: 60 },
];

/** The middle one of so many counts: what else runs on a machine makes single ones slow. */
const runs = 3;

const portalDefaults = { reportTo: "admin@example.com", sender: "backup@example.com" };

interface Synthesis {
  readonly seconds: number;
  /** How often esbuild was started. */
  readonly bundlings: number;
  /** How many different bundles came out. */
  readonly bundles: number;
  readonly stacks: number;
}

/** Runs what a person runs, with all checks that belong to it, and without a look at AWS or at the CDK's news. */
async function synthesise(portals: number): Promise<Synthesis> {
  const list = Array.from({ length: portals }, (_, index) => ({
    portalUrl: `https://portal-${index}.example`,
  }));
  const output = mkdtempSync(join(tmpdir(), "docspace-backup-synth-"));
  const flags = ["--quiet", "--no-color", "--no-notices", "--no-version-reporting", "--no-lookups"];
  const context = Object.entries({ portals: list, portalDefaults }).flatMap(([key, value]) => [
    "-c",
    `${key}=${JSON.stringify(value)}`,
  ]);
  try {
    const startMs = performance.now();
    const options = { cwd: projectRoot, env: { ...process.env, CDK_DISABLE_CLI_TELEMETRY: "true" } };
    const { stderr } = await run(
      process.execPath,
      [cdk, "synth", ...flags, "--output", output, ...context],
      options,
    );
    const seconds = (performance.now() - startMs) / 1000;
    const files = readdirSync(output);
    return {
      seconds,
      bundlings: stderr.match(/Bundling asset/g)?.length ?? 0,
      bundles: files.filter((file) => /^asset\.[0-9a-f]+$/.test(file)).length,
      stacks: files.filter((file) => file.endsWith(".template.json")).length,
    };
  } finally {
    rmSync(output, { recursive: true });
  }
}

/** Prints the table of docs/limits.md and writes it there; fails if a bound is not held. */
async function main(): Promise<void> {
  const rows: string[] = [];
  for (const { portals, maxSeconds } of bounds) {
    const syntheses: Synthesis[] = [];
    for (let count = 0; count < runs; count += 1) syntheses.push(await synthesise(portals));
    const middle = syntheses.toSorted((one, other) => one.seconds - other.seconds)[Math.floor(runs / 2)];
    if (middle === undefined) throw new Error("Nothing was measured.");
    const { seconds, bundlings, bundles, stacks } = middle;
    rows.push(
      `| ${portals} | ${stacks} | ${bundlings} | ${bundles} | ${seconds.toFixed(1)} | ${maxSeconds} |\n`,
    );
    if (seconds > maxSeconds || bundlings !== 1 || bundles !== 1 || stacks !== portals) process.exitCode = 1;
  }
  const table =
    "| portals | stacks | times that the function is bundled | bundles | seconds | allowed |\n" +
    `|---|---|---|---|---|---|\n${rows.join("")}`;
  console.log(table);
  writePart("limits.md", "synthesis", table);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

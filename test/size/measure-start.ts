import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import * as v from "valibot";
import { systemClock } from "../../local/clock/system-clock";
import { StandInPortal } from "../../local/portal/stand-in-portal";
import { writePart } from "../docs/generated-part";
import { environment } from "../lambda/sample-environment";
import { fetchNode } from "../runtimes/fetch-node";
import { bundle, type OtherBundling } from "./bundle";
import { startStubAws } from "./stub-aws";

const run = promisify(execFile);

/** The one that runs in AWS. */
const nodeVersion = "24.21.0";

/** Fresh processes of each kind, one kind after the other, so that a busy moment meets all of them. */
const rounds = Number(process.env.BENCH_ROUNDS ?? 20);

/** How much longer it may take than with the bare clients to load, and to come to the request for a backup (docs/limits.md). */
const maxRatios = { load: 1.25, request: 1.35 };
const maxPeakMb = 128;

/** What is started. */
interface Kind {
  readonly name: string;
  readonly entry: string;
  readonly other?: OtherBundling;
}

const bareClients = "test/size/bare-clients.ts";
const kinds: readonly [bare: Kind, own: Kind, ...others: Kind[]] = [
  { name: "the bare clients and one request", entry: bareClients },
  { name: "**the function**", entry: "lambda/handler.ts" },
  { name: "an empty handler", entry: "test/size/empty-handler.ts" },
  {
    name: "the bare clients, with the CDK's default bundling",
    entry: bareClients,
    other: { minify: false, mainFields: ["main", "module"] },
  },
  {
    name: "the bare clients, the SDK left outside",
    entry: bareClients,
    other: { external: ["@aws-sdk/*", "@smithy/*"] },
  },
];

/** One process, from its start to its end. */
interface Start {
  readonly loadMs: number;
  /** From the start of the process until its request for a backup reached the portal. */
  readonly postMs: number | undefined;
  readonly peakMb: number;
}

/** What the process says of itself with its last line. */
const told = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ loadMs: v.number(), originMs: v.number(), peakMb: v.number() }),
);

const program = (file: string) => `
  const startMs = performance.now();
  const { handler } = require(${JSON.stringify(file)});
  const loadMs = performance.now() - startMs;
  const context = {
    functionName: "function", logGroupName: "group", logStreamName: "stream", awsRequestId: "request",
    invokedFunctionArn: "arn:aws:lambda:eu-central-1:123456789012:function:function",
    getRemainingTimeInMillis: () => 120_000,
  };
  handler({}, context).then(() => {
    const peakMb = process.resourceUsage().maxRSS / 1024;
    console.error(JSON.stringify({ loadMs, originMs: performance.timeOrigin, peakMb }));
  });`;

/** The middle one of some values, and between which half of them lie. */
interface Spread {
  readonly middle: number;
  readonly from: number;
  readonly to: number;
}

function summarise(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.round((sorted.length - 1) * share)] ?? Number.NaN;
  return { middle: at(0.5), from: at(0.25), to: at(0.75) };
}

/** How long each round took, beside the bare clients in the same round. */
function compare(own: readonly number[], bare: readonly number[]): Spread {
  return summarise(own.map((ms, round) => ms / (bare[round] ?? Number.NaN)));
}

const showRatio = ({ middle, from, to }: Spread) =>
  `${middle.toFixed(2)} (${from.toFixed(2)} to ${to.toFixed(2)})`;

/** Starts each kind of process in turn. */
class Bench {
  readonly #node: string;
  readonly #portal: StandInPortal;
  readonly #aws: Awaited<ReturnType<typeof startStubAws>>;

  constructor(node: string, portal: StandInPortal, aws: Awaited<ReturnType<typeof startStubAws>>) {
    this.#node = node;
    this.#portal = portal;
    this.#aws = aws;
  }

  async start(file: string): Promise<Start> {
    await this.#portal.reset();
    const { state } = this.#portal;
    state.nextJob = { ...state.nextJob, durationMs: 1, pickUpMs: 0 };
    const { stderr } = await run(this.#node, ["-e", program(file)], {
      env: {
        ...environment,
        PORTAL_URL: this.#portal.url,
        STORAGE_PARAMS: "{}",
        AWS_ENDPOINT_URL: this.#aws.url,
        AWS_REGION: "eu-central-1",
        AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
        AWS_SECRET_ACCESS_KEY: "example",
        NODE_PATH: join(__dirname, "../../node_modules"),
      },
    });
    const { loadMs, originMs, peakMb } = v.parse(told, stderr.trim().split("\n").at(-1));
    const post = this.#portal.requests.find(({ method }) => method === "POST");
    return { loadMs, postMs: post && post.atMs - originMs, peakMb };
  }
}

/** A kind of process with all its starts. */
interface Started {
  readonly name: string;
  readonly kib: number;
  readonly starts: readonly Start[];
}

async function measure(bench: Bench, folder: string): Promise<readonly Started[]> {
  const built = kinds.map(({ name, entry, other }, index) => {
    const file = join(folder, `${index}.js`);
    const contents = bundle(entry, other);
    writeFileSync(file, contents);
    const starts: Start[] = [];
    return { name, file, kib: contents.length / 1024, starts };
  });
  for (let round = 0; round < rounds; round += 1)
    for (const { file, starts } of built) starts.push(await bench.start(file));
  return built;
}

/** One line for each kind; the first is what the others are compared with. */
function writeTable(measured: readonly Started[]): { table: string; isHeld: boolean } {
  const [bare, own] = measured;
  if (bare === undefined || own === undefined) throw new Error("Nothing was measured.");
  const loads = ({ starts }: Started) => starts.map(({ loadMs }) => loadMs);
  const posts = ({ starts }: Started) => starts.flatMap(({ postMs }) => postMs ?? []);
  const peakMb = ({ starts }: Started) => Math.max(...starts.map((start) => start.peakMb));
  const rows = measured.map((one) => {
    const load = summarise(loads(one)).middle.toFixed(0);
    const hasPost = posts(one).length === rounds;
    const post = hasPost ? summarise(posts(one)).middle.toFixed(0) : "–";
    const postRatio = hasPost ? showRatio(compare(posts(one), posts(bare))) : "–";
    const loadRatio = showRatio(compare(loads(one), loads(bare)));
    return `| ${one.name} | ${one.kib.toFixed(0)} | ${load} | ${loadRatio} | ${post} | ${postRatio} | ${peakMb(one).toFixed(0)} |\n`;
  });
  const table =
    "| bundle | KiB | ms to load | times the bare clients | ms from start to request | times the bare clients | MB at the peak |\n" +
    `|---|---|---|---|---|---|---|\n${rows.join("")}`;
  const isHeld =
    compare(loads(own), loads(bare)).middle <= maxRatios.load &&
    compare(posts(own), posts(bare)).middle <= maxRatios.request &&
    peakMb(own) <= maxPeakMb;
  return { table, isHeld };
}

/** Prints the table of docs/limits.md and writes it there; fails if a bound is not held. */
async function main(): Promise<void> {
  const node = await fetchNode(nodeVersion);
  const portal = new StandInPortal(systemClock);
  await portal.listen();
  const aws = await startStubAws(portal.state.key.value);
  const folder = mkdtempSync(join(tmpdir(), "docspace-backup-start-"));
  try {
    const measured = await measure(new Bench(node, portal, aws), folder);
    const { table, isHeld } = writeTable(measured);
    console.log(table);
    writePart("limits.md", "start", table);
    if (!isHeld) {
      console.error(
        `More than ${maxRatios.load} times the bare clients to load, ${maxRatios.request} times to the request, or ${maxPeakMb} MB.`,
      );
      process.exitCode = 1;
    }
  } finally {
    rmSync(folder, { recursive: true });
    aws.stop();
    await portal.close();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

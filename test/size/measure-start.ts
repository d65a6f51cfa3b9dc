import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fetchNode } from "../runtimes/fetch-node";
import { bundle } from "./bundle";

/** The one that runs in AWS. */
const nodeVersion = "24.21.0";

/** Fresh processes of each kind, one kind after the other, so that a busy moment meets all of them. */
const rounds = 40;

/** How much longer the import may take than that of the bare clients. */
const maxRatio = 1.25;

const entries = { bare: "test/size/bare-clients.ts", function: "lambda/handler.ts" } as const;
type Kind = keyof typeof entries;

const script = (file: string) =>
  `const startMs = performance.now(); require(${JSON.stringify(file)}); console.log(performance.now() - startMs);`;

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Prints the table of docs/limits.md; fails if the bound is not held. */
async function main(): Promise<void> {
  const node = await fetchNode(nodeVersion);
  const folder = mkdtempSync(join(tmpdir(), "docspace-backup-start-"));
  try {
    const kinds: readonly Kind[] = ["bare", "function"];
    const files = kinds.map((kind) => {
      const file = join(folder, `${kind}.js`);
      const contents = bundle(entries[kind]);
      writeFileSync(file, contents);
      return { kind, file, kib: contents.length / 1024 };
    });
    const importMs: Record<Kind, number[]> = { bare: [], function: [] };
    for (let round = 0; round < rounds; round += 1) {
      for (const { kind, file } of files) {
        importMs[kind].push(Number(execFileSync(node, ["-e", script(file)], { encoding: "utf8" })));
      }
    }
    const ratios = importMs.function.map((ms, round) => ms / (importMs.bare[round] ?? Number.NaN));
    const ratio = median(ratios);
    const sorted = ratios.toSorted((one, other) => one - other);
    const quarter = Math.floor(rounds / 4);
    console.log("| bundle | KiB | ms to load, the middle one of 40 |");
    console.log("|---|---|---|");
    for (const { kind, kib } of files)
      console.log(
        `| ${kind === "bare" ? "the bare clients and one fetch" : "the function"} | ${kib.toFixed(0)} | ${median(importMs[kind]).toFixed(0)} |`,
      );
    const spread = [sorted[quarter], sorted[rounds - quarter - 1]].map((one) => one?.toFixed(2)).join(" to ");
    console.log(
      `\nThe function takes ${ratio.toFixed(2)} times as long (half of the rounds: ${spread}); ${maxRatio} are allowed.`,
    );
    if (ratio > maxRatio) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

void main();

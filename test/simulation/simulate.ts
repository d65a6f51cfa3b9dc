import { writePart } from "../docs/generated-part";
import { allowance, durations, measure } from "./measure";

const nights = 200;

/** Prints the table of docs/limits.md and writes it there. */
async function main(): Promise<void> {
  const { coldStartMs, awsCallMs, portalCallMs } = allowance;
  const rows: string[] = [];
  for (const { name, durationMs } of durations) {
    const worst = await measure(durationMs, nights);
    const figures = [
      worst.invocations,
      worst.billedSeconds.toFixed(1),
      worst.portalRequests,
      worst.delaySeconds.toFixed(0),
      `${(100 * worst.delayShare).toFixed(0)} %`,
    ];
    rows.push(`| ${name} | ${figures.join(" | ")} |\n`);
  }
  const part =
    `The worst of ${nights} simulated nights each, with a seeded lateness of the scheduler of 0 to 60 s. Allowed for each invocation:\n` +
    `${coldStartMs} ms for a cold start, ${awsCallMs} ms for a call to AWS, ${portalCallMs} ms for one to the portal.\n\n` +
    "| backup | invocations | billed seconds | portal requests | seconds from end to report | share of what is allowed |\n" +
    `|---|---|---|---|---|---|\n${rows.join("")}`;
  console.log(part);
  writePart("limits.md", "following", part);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

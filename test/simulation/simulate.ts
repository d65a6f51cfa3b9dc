import { allowance, durations, measure } from "./measure";

const nights = 200;

/** Prints the table of docs/limits.md. */
async function main(): Promise<void> {
  const { coldStartMs, awsCallMs, portalCallMs } = allowance;
  console.log(
    `The worst of ${nights} simulated nights each, with a seeded lateness of the scheduler of 0 to 60 s. Allowed for each invocation:\n` +
      `${coldStartMs} ms for a cold start, ${awsCallMs} ms for a call to AWS, ${portalCallMs} ms for one to the portal.\n`,
  );
  console.log(
    "| backup | invocations | billed seconds | portal requests | seconds from end to report | share of what is allowed |",
  );
  console.log("|---|---|---|---|---|---|");
  for (const { name, durationMs } of durations) {
    const worst = await measure(durationMs, nights);
    const figures = [
      worst.invocations,
      worst.billedSeconds.toFixed(1),
      worst.portalRequests,
      worst.delaySeconds.toFixed(0),
      `${(100 * worst.delayShare).toFixed(0)} %`,
    ];
    console.log(`| ${name} | ${figures.join(" | ")} |`);
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

import { writePart } from "../docs/generated-part";
import { liveOneYear } from "./year";
import { writeYear } from "./year-page";
import { findYearBreaches } from "./year-promises";
import { tallyYear } from "./year-tally";

/** The seed of the page's figures. */
const pageSeed = 1;

/** Lives through a year, prints its tally and what it did not keep of what is promised. */
async function endureYear(seed: number): Promise<void> {
  const year = await liveOneYear(seed);
  const tally = tallyYear(year);
  const breaches = findYearBreaches(year, tally);
  const written = writeYear(year, tally);
  console.log(`A year with the seed ${seed}:\n\n${written}`);
  for (const breach of breaches) console.error(`With the seed ${seed}: ${breach}`);
  if (breaches.length > 0) process.exitCode = 1;
  else if (seed === pageSeed) writePart("reliability.md", "year", written);
}

/** `ENDURANCE_SEED=7`, or several: `ENDURANCE_SEED=7,8,9`. Only the page's own seed writes the page. */
async function main(): Promise<void> {
  const seeds = (process.env.ENDURANCE_SEED ?? String(pageSeed)).split(",").map(Number);
  for (const seed of seeds) await endureYear(seed);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

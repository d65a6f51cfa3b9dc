import { writePart } from "../docs/generated-part";
import { liveFortnight } from "./fortnight";
import { findFortnightBreaches, tallyFortnight, writeFortnight } from "./fortnight-tally";
import { liveOneYear } from "./year";
import { writeYear } from "./year-page";
import { findYearBreaches } from "./year-promises";
import { tallyYear } from "./year-tally";

/** The seed of the page's figures. */
const pageSeed = 1;

/** Prints what came of an endurance run, and writes it into the page if it is the page's own and nothing was broken. */
function tell(part: "fortnight" | "year", seed: number, written: string, breaches: readonly string[]): void {
  console.log(`A ${part} with the seed ${seed}:\n\n${written}`);
  for (const breach of breaches) console.error(`A ${part} with the seed ${seed}: ${breach}`);
  if (breaches.length > 0) process.exitCode = 1;
  else if (seed === pageSeed) writePart("reliability.md", part, written);
}

async function endureYear(seed: number): Promise<void> {
  const year = await liveOneYear(seed);
  const tally = tallyYear(year);
  tell("year", seed, writeYear(year, tally), findYearBreaches(year, tally));
}

async function endureFortnight(seed: number): Promise<void> {
  const fortnight = await liveFortnight(seed);
  const tally = tallyFortnight(fortnight);
  tell("fortnight", seed, writeFortnight(fortnight, tally), findFortnightBreaches(fortnight, tally));
}

/** `ENDURANCE_SEED=7`, or several: `ENDURANCE_SEED=7,8,9`. Only the page's own seed writes the page. */
async function main(): Promise<void> {
  const seeds = (process.env.ENDURANCE_SEED ?? String(pageSeed)).split(",").map(Number);
  for (const seed of seeds) {
    await endureYear(seed);
    await endureFortnight(seed);
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

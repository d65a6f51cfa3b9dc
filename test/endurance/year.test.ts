import { expectPart } from "../docs/generated-part";
import { liveOneYear } from "./year";
import { writeYear } from "./year-page";
import { findYearBreaches } from "./year-promises";
import { tallyYear } from "./year-tally";

test("a year of nights keeps every promise, its tally adds up, and it is the one in docs/reliability.md", async () => {
  const year = await liveOneYear(1);
  const tally = tallyYear(year);
  expect(findYearBreaches(year, tally)).toEqual([]);
  expectPart("reliability.md", "year", writeYear(year, tally));
}, 600_000);

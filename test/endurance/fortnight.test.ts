import { liveFortnight } from "./fortnight";
import { findFortnightBreaches, tallyFortnight } from "./fortnight-tally";

test("a fortnight of the bundled function keeps every promise, and its tally adds up", async () => {
  const fortnight = await liveFortnight(1);
  expect(findFortnightBreaches(fortnight, tallyFortnight(fortnight))).toEqual([]);
}, 600_000);

import { findDoubleStarts, findUnproven, findUntoldRepeats } from "../simulation/promises";
import type { LivedYear } from "./year";
import type { YearTally } from "./year-tally";

/** What a year did not keep of what is promised, and what in its tally does not add up; nothing is as it should be. */
export function findYearBreaches(
  { world, nights, clicks, calmRunIds, starts }: LivedYear,
  tally: YearTally,
): string[] {
  const { mails, ledger } = world;
  const breaches: string[] = [];
  const expect = (what: string, found: readonly unknown[]) => {
    if (found.length > 0) breaches.push(`${what}: ${JSON.stringify(found)}`);
  };
  const expectEqual = (what: string, one: number, other: number) =>
    expect(what, one === other ? [] : [one, other]);

  const lost = (runs: readonly { readonly runId: string }[], told: YearTally["nights"]) =>
    runs.filter((_, index) => told[index] === "lost").map(({ runId }) => runId);
  expect("nights that nobody was told of", lost(nights, tally.nights));
  expect("runs by hand that nobody was told of", lost(clicks, tally.clicks));
  expect("runs that may have asked for two backups", findDoubleStarts(world));
  expect("reports that say OK without a backup", findUnproven(world));
  expect(
    "second reports that do not say so",
    findUntoldRepeats(world).map(({ runId }) => runId),
  );
  expect("errors without an alarm", tally.unrungErrors);
  expect("a run that is still active", ledger.active === undefined ? [] : [ledger.active.runId]);
  expectEqual("wake-ups that are still armed", world.armedCount, 0);

  const known = new Set([...nights, ...clicks].map(({ runId }) => runId).concat(calmRunIds));
  const unknown = (runIds: Iterable<string>) => [...runIds].filter((runId) => !known.has(runId));
  expect("reports of runs that nobody wanted", unknown(mails.map(({ runId }) => runId)));
  expect("requests for backups of runs that nobody wanted", unknown(world.starts.keys()));
  expectEqual(
    "requests that may have been accepted, by what became of them and by run",
    starts.filter(({ kind }) => kind !== "not-processed").length,
    [...world.starts.values()].reduce((sum, count) => sum + count, 0),
  );
  expectEqual("nights and what was told of them", nights.length, 365);
  // What began and failed says so itself; the alarm on the missing backup is for what never began.
  const silent = nights.filter(
    ({ weather }, index) =>
      ["NoVerifiedBackup", "gap"].includes(tally.nights[index] ?? "lost") && weather.event.kind !== "missed",
  );
  expect("nights that began and ended in silence", silent);
  const undelivered = nights.filter(({ weather }) => weather.event.kind === "undelivered").length;
  expectEqual(
    "events in the queue, and the nights told by that alarm",
    undelivered,
    tally.nights.filter((told) => told === "EventUndelivered").length,
  );
  expectEqual(
    "events in the queue, and times that its alarm rang",
    undelivered,
    tally.rings.EventUndelivered.length,
  );
  return breaches;
}

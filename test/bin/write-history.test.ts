import { writeHistory } from "../../bin/history/write-history";
import type { Paint } from "../../bin/terminal/paint";
import type { PastRun } from "../../lambda/run/past-run";

const plain: Paint = (_colour, text) => text;

const verified: PastRun = {
  id: "2026-03-29T02:30:00Z",
  trigger: "schedule",
  status: "OK",
  startedAtMs: Date.parse("2026-03-29T02:30:12Z"),
  endedAtMs: Date.parse("2026-03-29T02:36:12Z"),
  durationMs: 6 * 60_000,
  sizeBytes: 4_200_000_000,
};

const failed: PastRun = {
  ...verified,
  status: "FAILED",
  startedAtMs: Date.parse("2026-03-28T03:30:05Z"),
  problem: { stage: "key", code: "key-refused", httpStatus: 401, said: "" },
};

test("runs are a table in the zone of the schedule, across its change of clocks", () => {
  const { durationMs, sizeBytes, ...refused } = failed;
  expect(writeHistory([verified, refused], "Europe/Berlin", plain)).toEqual([
    "status  started           duration    size  cause",
    "OK      2026-03-29 04:30     6 min  4.2 GB",
    "FAILED  2026-03-28 04:30                    the portal refuses the API key",
  ]);
});

test("the status alone is coloured, and nothing is out of line for it", () => {
  const [, row] = writeHistory([failed], "UTC", (colour, text) => `<${colour}>${text}</>`);
  expect(row).toMatch(/^<red>FAILED<\/> {2}2026-03-28 03:30/);
});

test("a run by hand is called one, and a long cause stays in its column", () => {
  const [, row, rest] = writeHistory([{ ...failed, trigger: "manual" }], "UTC", plain);
  expect(row).toMatch(/ {2}the portal refuses the API key; by$/);
  expect(rest).toBe(`${" ".repeat(row?.indexOf("the portal") ?? 0)}hand`);
});

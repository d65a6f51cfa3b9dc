import { describeShortfall, listOutlook } from "../../../lambda/report/outlook";
import { writeTodo } from "../../../lambda/report/verdict";
import type { Foresight } from "../../../lambda/run/foresight";
import { failedBy, sampleFacts } from "./sample-facts";

const dayMs = 86_400_000;
const reportedAtMs = sampleFacts().reportedAtMs;

function outlook(foresight: Foresight, ...[outcome, fields]: Parameters<typeof sampleFacts>) {
  const rows = listOutlook(sampleFacts(outcome, { foresight, ...fields }));
  return Object.fromEntries(rows.filter(([, value]) => value !== undefined && value !== ""));
}

it("says nothing where nothing is known", () => {
  expect(outlook({})).toEqual({});
});

it.each([
  ["without an end", undefined, '"Nightly" (…cdef), does not expire'],
  ["that ends", reportedAtMs + 9 * dayMs, '"Nightly" (…cdef), expires on 2026-03-10, in 9 days'],
  ["that has ended", reportedAtMs - dayMs, '"Nightly" (…cdef), expires on 2026-02-28'],
])("tells of a key %s", (_what, expiresAtMs, words) => {
  expect(outlook({ key: { name: '"Nightly" (…cdef)', expiresAtMs } })).toEqual({ "API key": words });
});

it.each([
  ["paid", 31, undefined],
  ["paid", 29, /^paid, until 2026-03-30, in 29 days: without a plan that is paid/],
  ["trial", 3, /^trial, until 2026-03-04, in 3 days/],
  ["delay", 60, /^overdue, until/],
  ["notpaid", -3, /^not paid, until 2026-02-26: without/],
  ["9", 60, /^9, until/],
])("tells of the plan %s with %i days left only where that matters", (state, days, words) => {
  const { Plan } = outlook({ plan: { state, dueMs: reportedAtMs + days * dayMs } });
  expect(Plan).toEqual(words && expect.stringMatching(words));
});

it("tells of a plan without an end only where it is not paid", () => {
  expect(outlook({ plan: { state: "paid", dueMs: undefined } })).toEqual({});
  expect(outlook({ plan: { state: "notpaid", dueMs: undefined } })).toEqual({
    Plan: "not paid: without a plan that is paid the portal may refuse backups",
  });
});

const allowance = { freeAllowed: 2, freeUsed: 1, paid: 0, pays: true };

describe("the month", () => {
  it("counts this backup, and what the schedule will come to", () => {
    expect(outlook({ allowance }, undefined, { maxPaidBackupsPerMonth: 5 })).toEqual({
      Backups: "2 of 2 free backups used this month (UTC), 0 paid (limit 5)",
      Forecast: "30 more are due this month: 5 charged, 25 refused",
    });
    const used = { ...allowance, freeUsed: 2, paid: 3 };
    expect(outlook({ allowance: used }, undefined, { maxPaidBackupsPerMonth: 40 })).toEqual({
      Backups: "2 of 2 free backups used this month (UTC), 4 paid (limit 40)",
      Forecast: "30 more are due this month: 30 charged",
    });
  });

  it("does not count a backup that failed, and does one of somebody else", () => {
    const failed = failedBy({ stage: "verify", code: "cancelled", said: "" });
    const joined = outlook({ allowance }, undefined, { notes: [{ kind: "joined" }] });
    expect(joined.Backups).toBe("2 of 2 free backups used this month (UTC), 0 paid (limit 0)");
    expect(outlook({ allowance: { ...allowance, pays: false } }, failed)).toEqual({
      Backups: "1 of 2 free backups used this month (UTC), paid ones are off",
      Forecast: "30 more are due this month: 1 free, 29 refused",
    });
  });

  it("is not told where another one has begun since it was counted", () => {
    const countedMs = Date.parse("2026-02-28T23:30:00Z");
    expect(outlook({ allowance, atMs: countedMs })).toEqual({});
    expect(outlook({ allowance, atMs: reportedAtMs - 60_000 })).toHaveProperty("Forecast");
  });

  it("says what the portal did not tell", () => {
    const part = { freeAllowed: 2, freeUsed: 2, untold: "HTTP 404" };
    expect(outlook({ allowance: part }, undefined, { maxPaidBackupsPerMonth: 5 }).Backups).toBe(
      "2 of 2 free backups used this month (UTC), an unknown number paid (limit 5)",
    );
  });

  it("ends with the last run that is due in it, by UTC", () => {
    const late = { reportedAtMs: Date.parse("2026-03-31T02:35:00Z") };
    expect(outlook({ allowance }, undefined, late).Forecast).toBe("no more are due this month");
    const nightBefore = { reportedAtMs: Date.parse("2026-03-30T02:35:00Z") };
    expect(outlook({ allowance }, undefined, nightBefore).Forecast).toBe(
      "1 more is due this month: 1 refused",
    );
  });

  it("is not foretold for a schedule that is paused, or not known", () => {
    expect(outlook({ allowance }, undefined, { schedule: "paused" }).Forecast).toBe(
      "no more are due this month",
    );
    expect(outlook({ allowance }, undefined, { schedule: "unknown" })).not.toHaveProperty("Forecast");
  });
});

it.each([
  ["nothing", 40, undefined],
  ["how many", 5, /^Further backups of this month will be refused \(25, see the forecast\): allow charges/],
])("says %s will be refused with a limit of %i", (_what, maxPaidBackupsPerMonth, words) => {
  const facts = sampleFacts(undefined, { foresight: { allowance }, maxPaidBackupsPerMonth });
  expect(describeShortfall(facts)).toEqual(words && expect.stringMatching(words));
  expect(writeTodo(facts)).toMatch(
    words === undefined ? /^Nothing to do\.$/ : /^What to do: Further backups/,
  );
});

it("names what was deleted", () => {
  const deleted = [
    { id: "a", fileName: "old.tar.gz" },
    { id: "b", fileName: "older.tar.gz" },
  ];
  expect(outlook({}, undefined, { deleted })).toEqual({
    Deleted: "old.tar.gz (id a), older.tar.gz (id b)",
  });
});

import type { Fault, FaultEffect } from "../../local/aws/faults";
import { createApiKey } from "../../local/portal/healthy-portal";
import { expectRest, hourMs, minuteMs, type Stage, secondMs, useStages } from "./stage";

jest.setTimeout(60_000);
const open = useStages();

const ok = expect.stringMatching(/^\[OK\] 4\.2 GB in/);
const toldAfterMs = (stage: Stage) => (stage.mails[0]?.atMs ?? 0) - stage.startMs;

/** What a service can do to a call, and how many attempts of the SDK that takes until it gives the call up. */
const effects: [string, FaultEffect, number][] = [
  ["denied", { kind: "denied" }, 1],
  ["throttled", { kind: "throttled" }, 3],
  ["left without an answer", { kind: "silence" }, 1],
];

/** Lets the nth call of an operation fail in all the attempts that are made of it. */
function failOnce(operation: string, nth: number, effect: FaultEffect, attempts: number): Fault {
  return { service: "dynamodb", operation, from: nth, count: attempts, when: "before", effect };
}

describe.each(effects)("arming that is %s", (_, effect) => {
  const arming = { service: "scheduler", operation: "CreateSchedule", when: "before", effect } as const;

  it("for good, leaves a long backup UNVERIFIED after the first invocation", async () => {
    const stage = await open({ backupMs: hourMs, arrange: ({ faults }) => faults.add(arming) });
    await stage.live();
    expect(stage.subjects).toEqual(["[UNVERIFIED] still running"]);
    expect(stage.mails[0]?.text).toContain("could not arrange to be called again");
    expect(toldAfterMs(stage)).toBeGreaterThan(60 * secondMs);
    expect(toldAfterMs(stage)).toBeLessThan(120 * secondMs);
    expect(stage.posts).toBe(1);
    expect(stage.results).toEqual(["BackupNotVerified"]);
    await expectRest(stage);
  });

  it("for good, leaves a backup of a minute OK", async () => {
    const stage = await open({ backupMs: minuteMs, arrange: ({ faults }) => faults.add(arming) });
    await stage.live();
    expect(stage.subjects).toEqual([ok]);
    expect(stage.posts).toBe(1);
    expect(stage.results).toEqual(["OK"]);
    await expectRest(stage);
  });

  it("from the second wake-up on, leaves a long backup UNVERIFIED after the first one", async () => {
    const stage = await open({
      backupMs: hourMs,
      arrange: ({ faults }) => faults.add({ ...arming, from: 2 }),
    });
    await stage.live();
    expect(stage.subjects).toEqual(["[UNVERIFIED] still running"]);
    expect(stage.posts).toBe(1);
    expect(stage.results).toEqual(["CONTINUES", "BackupNotVerified"]);
    await expectRest(stage);
  });
});

it("an arming whose answer is lost is not doubled by its repetition", async () => {
  const stage = await open({
    arrange: ({ faults }) =>
      faults.add({
        service: "scheduler",
        operation: "CreateSchedule",
        count: 1,
        when: "after",
        effect: { kind: "reset" },
      }),
  });
  await stage.live();
  expect(stage.subjects).toEqual([ok]);
  expect(stage.posts).toBe(1);
  expect(stage.ends).toEqual(["OK"]);
  const names = stage.account.wakeUps.created.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  await expectRest(stage);
});

it("a wake-up that cannot be called off comes for nothing", async () => {
  const stage = await open({
    backupMs: 20 * secondMs,
    arrange: ({ faults }) =>
      faults.add({
        service: "scheduler",
        operation: "DeleteSchedule",
        when: "before",
        effect: { kind: "denied" },
      }),
  });
  await stage.live();
  expect(stage.subjects).toEqual([ok]);
  expect(stage.posts).toBe(1);
  expect(stage.results).toEqual(["OK", "LEFT ended"]);
  await expectRest(stage);
});

describe.each(effects)("a ledger whose call is %s", (_, effect, attempts) => {
  const openFailing = (operation: string, nth: number) =>
    open({ arrange: ({ faults }) => faults.add(failOnce(operation, nth, effect, attempts)) });

  it.each([
    ["at the look for an earlier record", "GetItem", 1],
    ["at the claim", "PutItem", 1],
    ["at the look for a record after the claim", "GetItem", 2],
    ["just before the request for the backup", "PutItem", 2],
  ])("%s, lets nothing be started, and that is mailed", async (_where, operation, nth) => {
    const stage = await openFailing(operation, nth);
    await stage.live();
    expect(stage.subjects).toEqual(["[FAILED] the run's ledger cannot be used"]);
    expect(stage.mails[0]?.text).toContain("so none was");
    expect(stage.posts).toBe(0);
    expect(stage.results).toEqual(["BackupNotVerified"]);
    await expectRest(stage);
  });

  it("just after the request, is made good by looking, and the mail says that it may not be the only one", async () => {
    const stage = await openFailing("PutItem", 3);
    stage.plan({ durationMs: 20 * secondMs });
    await stage.live();
    expect(stage.subjects).toEqual([ok]);
    expect(stage.mails[0]?.text).toContain("this may not be the only report of this run");
    expect(stage.posts).toBe(1);
    expect(stage.ends).toEqual(["OK"]);
    await expectRest(stage);
  });

  it.each([
    ["when a wake-up reads it", "GetItem", 3],
    ["when a wake-up takes the run", "PutItem", 5],
  ])("%s, is an error of that invocation, and the next wake-up goes on", async (_where, operation, nth) => {
    const stage = await openFailing(operation, nth);
    await stage.live();
    expect(stage.results.slice(0, 2)).toEqual(["CONTINUES", "LedgerError"]);
    expect(stage.ends).toEqual(["LedgerError", "OK"]);
    expect(stage.subjects).toEqual([ok]);
    expect(stage.posts).toBe(1);
    await expectRest(stage);
  });

  it("when it is to say that a report follows, is said in that report", async () => {
    const stage = await openFailing("PutItem", 4);
    stage.plan({ durationMs: 20 * secondMs });
    await stage.live();
    expect(stage.subjects).toEqual([ok]);
    expect(stage.mails[0]?.text).toContain("this may not be the only report of this run");
    expect(stage.posts).toBe(1);
    await expectRest(stage);
  });

  it("at the record, lets the next wake-up report again, as a possible repetition", async () => {
    const stage = await openFailing("PutItem", 5);
    stage.plan({ durationMs: 20 * secondMs });
    await stage.live();
    expect(stage.subjects).toEqual([ok, ok]);
    expect(stage.mails[0]?.text).not.toContain("may have been sent before");
    expect(stage.mails[1]?.text).toContain("This report may have been sent before");
    expect(stage.posts).toBe(1);
    await expectRest(stage);
  });

  it("at the release, leaves that to the next wake-up, which mails nothing", async () => {
    const stage = await openFailing("DeleteItem", 1);
    stage.plan({ durationMs: 20 * secondMs });
    await stage.live();
    expect(stage.subjects).toEqual([ok]);
    expect(stage.ends.slice(0, 2)).toEqual(["OK", "LEFT ended"]);
    expect(stage.posts).toBe(1);
    await expectRest(stage);
  });

  it("for two hours of a long backup, fails each wake-up, and the first one after that goes on", async () => {
    const stage = await open({ backupMs: 90 * minuteMs });
    stage.at(10 * minuteMs, () => {
      const mend = stage.account.faults.add({ service: "dynamodb", when: "before", effect });
      stage.at(130 * minuteMs, mend);
    });
    await stage.live();
    const errors = stage.ends.filter((end) => end === "LedgerError");
    expect(errors.length).toBeGreaterThan(5);
    expect(stage.ends).toEqual([...errors, "OK"]);
    expect(stage.subjects).toEqual([ok]);
    expect(toldAfterMs(stage)).toBeLessThan(147 * minuteMs);
    expect(stage.posts).toBe(1);
    await expectRest(stage);
  });
});

describe("a secret that cannot be read", () => {
  const denial = { service: "secretsmanager", when: "before", effect: { kind: "denied" } } as const;

  it("at the start, lets nothing be started, and that is mailed at once", async () => {
    const stage = await open({ arrange: ({ faults }) => faults.add(denial) });
    await stage.live();
    expect(stage.subjects).toEqual(["[FAILED] the API key's secret is unreadable"]);
    expect(stage.posts).toBe(0);
    expect(stage.results).toEqual(["BackupNotVerified"]);
    await expectRest(stage);
  });

  it("for twenty minutes, by a process that is new in mid-backup, is waited for", async () => {
    const stage = await open();
    stage.at(minuteMs, () => {
      stage.account.killProcesses();
      stage.at(21 * minuteMs, stage.account.faults.add(denial));
    });
    await stage.live();
    expect(stage.subjects).toEqual([ok]);
    expect(toldAfterMs(stage)).toBeGreaterThan(21 * minuteMs);
    expect(stage.posts).toBe(1);
    expect(stage.ends).toEqual(["OK"]);
    await expectRest(stage);
  });

  it("for good, by a process that is new in mid-backup, leaves it UNVERIFIED after an hour", async () => {
    const stage = await open();
    stage.at(minuteMs, () => {
      stage.account.killProcesses();
      stage.account.faults.add(denial);
    });
    await stage.live();
    expect(stage.subjects).toEqual(["[UNVERIFIED] the API key's secret is unreadable"]);
    expect(toldAfterMs(stage)).toBeGreaterThan(hourMs);
    expect(toldAfterMs(stage)).toBeLessThan(80 * minuteMs);
    expect(stage.posts).toBe(1);
    await expectRest(stage);
  });
});

describe("a mail that is", () => {
  it.each(effects)(
    "%s for good leaves the report in the log, an error and a closed run",
    async (_, effect) => {
      const stage = await open();
      const mend = stage.account.faults.add({ service: "ses", when: "before", effect });
      await stage.live();
      expect(stage.mails).toEqual([]);
      expect(stage.ends).toEqual(["MailError"]);
      expect(stage.log).toContain("the report could not be mailed; this is it");
      expect(stage.log).toMatch(/\[OK\] DocSpace backup .* - 4\.2 GB in 1\d min/);
      expect(stage.posts).toBe(1);
      await expectRest(stage);
      mend();
      await stage.click();
      expect(stage.subjects).toEqual([ok]);
      expect(stage.posts).toBe(2);
    },
  );

  it("accepted without an answer is not sent again, and the invocation fails", async () => {
    const stage = await open();
    stage.account.faults.add({ service: "ses", count: 1, when: "after", effect: { kind: "reset" } });
    await stage.live();
    expect(stage.subjects).toEqual([ok]);
    expect(stage.ends).toEqual(["MailError"]);
    await expectRest(stage);
  });

  it("throttled once is sent a moment later", async () => {
    const stage = await open();
    stage.account.faults.add({ service: "ses", count: 1, when: "before", effect: { kind: "throttled" } });
    await stage.live();
    expect(stage.subjects).toEqual([ok]);
    expect(stage.ends).toEqual(["OK"]);
    await expectRest(stage);
  });
});

describe("an API key that is changed in mid-backup", () => {
  const changeInPortal = (stage: Stage) => {
    stage.portal.state.key.value = createApiKey();
  };
  const changeInSecret = (stage: Stage) => {
    stage.account.onlySecret.value = stage.portal.state.key.value;
  };

  it("in the portal and in its secret, is read anew, and the run goes on", async () => {
    const stage = await open();
    stage.at(minuteMs, () => {
      changeInPortal(stage);
      changeInSecret(stage);
    });
    await stage.live();
    expect(stage.subjects).toEqual([expect.stringMatching(/^\[OK\] 4\.2 GB in 1\d min$/)]);
    expect(stage.posts).toBe(1);
    expect(stage.portal.requests.filter(({ status }) => status === 401)).toHaveLength(1);
    await expectRest(stage);
  });

  it("in the portal, and in its secret half an hour later, is waited for", async () => {
    const stage = await open();
    stage.at(minuteMs, () => changeInPortal(stage));
    stage.at(31 * minuteMs, () => changeInSecret(stage));
    await stage.live();
    expect(stage.subjects).toEqual([ok]);
    expect(toldAfterMs(stage)).toBeGreaterThan(31 * minuteMs);
    expect(stage.posts).toBe(1);
    await expectRest(stage);
  });

  it("in the portal alone, leaves the backup UNVERIFIED after an hour", async () => {
    const stage = await open();
    stage.at(minuteMs, () => changeInPortal(stage));
    await stage.live();
    expect(stage.subjects).toEqual(["[UNVERIFIED] the portal refuses the API key"]);
    expect(stage.mails[0]?.text).toMatch(
      /What to do: Look at the portal.s backup page .* Create a key in the portal/,
    );
    expect(toldAfterMs(stage)).toBeGreaterThan(hourMs);
    expect(toldAfterMs(stage)).toBeLessThan(80 * minuteMs);
    expect(stage.posts).toBe(1);
    await expectRest(stage);
  });
});

import { minuteMs, useStages } from "../rehearsal/stage";
import { backupAwsCalls } from "./aws-calls";
import { listAwsFaults } from "./aws-faults";
import { FaultTable } from "./fault-table";
import { judgeNight } from "./judge";
import { useElsewhere } from "./use-elsewhere";

const open = useStages();
const faultNames = listAwsFaults("");
const table = new FaultTable(backupAwsCalls, faultNames);
const elsewhere = useElsewhere();

describe.each(backupAwsCalls)("$name", ({ name, service, operation }) => {
  test.each(faultNames.map((fault) => fault.name))("%s", async (faultName) => {
    const stage = await open({
      backupMs: 2 * minuteMs,
      arrange: ({ faults }) => {
        for (const { name, when, effect } of listAwsFaults(elsewhere.url))
          if (name === faultName) faults.add({ service, operation, when, effect });
      },
    });
    await stage.live();
    expect(stage.account.faults.met).toBeGreaterThan(0);
    table.enter(name, faultName, judgeNight(stage, elsewhere.requests));
  });
});

test("what comes of them is what docs/reliability.md says", () =>
  table.expectAsDocumented("faults of AWS's services"));

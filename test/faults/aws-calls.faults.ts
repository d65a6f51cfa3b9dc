import { startServer } from "../lambda/portal/loopback-server";
import { minuteMs, useStages } from "../rehearsal/stage";
import { backupAwsCalls } from "./aws-calls";
import { listAwsFaults } from "./aws-faults";
import { FaultTable } from "./fault-table";
import { judgeNight } from "./judge";

const open = useStages();
const faultNames = listAwsFaults("");
const table = new FaultTable(backupAwsCalls, faultNames);
let elsewhere: Awaited<ReturnType<typeof startServer>>;
beforeAll(async () => {
  elsewhere = await startServer((_, response) => response.end("{}"));
});
afterAll(() => elsewhere.stop());
beforeEach(() => {
  elsewhere.requests.length = 0;
});

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
    expect(stage.account.calls.some((call) => call.operation === operation)).toBe(true);
    table.enter(name, faultName, judgeNight(stage, elsewhere.requests));
  });
});

test("what comes of them is what docs/reliability.md says", () =>
  table.expectAsDocumented("faults of AWS's services"));

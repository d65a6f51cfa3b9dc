import type { Scenario, World } from "../../local/scenarios";
import { hourMs, secondMs, useStages } from "../rehearsal/stage";
import { FaultTable } from "./fault-table";
import { judgeCheck, judgeNight } from "./judge";

interface LastingFault {
  readonly name: string;
  readonly settings?: NonNullable<Scenario["settings"]>;
  readonly arrange?: (world: World) => void;
}

const ahead = (aheadMs: number) => (world: World) => {
  world.portal.aheadMs = aheadMs;
};

/** What is wrong from the first request of the night to the last. */
const faults: readonly LastingFault[] = [
  { name: "no such name", settings: { portalUrl: "https://docspace.invalid" } },
  { name: "no certificate", settings: { portalUrl: "https://127.0.0.1:{portalPort}" } },
  { name: "nobody listens", arrange: ({ portal }) => portal.refuseConnections() },
  { name: "the portal's clock is a day ahead", arrange: ahead(24 * hourMs) },
  { name: "the portal's clock is a day behind", arrange: ahead(-24 * hourMs) },
];

const columns = [{ name: "backup" }, { name: "check" }];
const table = new FaultTable(columns, faults);
const open = useStages(faults.map(({ settings = {} }) => settings));
const openStruck = ({ settings, arrange }: LastingFault) =>
  open({ backupMs: 20 * secondMs, ...(settings && { settings }), ...(arrange && { arrange }) });

test.each(faults)("a backup while $name", async (fault) => {
  const stage = await openStruck(fault);
  await stage.live();
  table.enter("backup", fault.name, judgeNight(stage, []));
});

test.each(faults)("a check while $name", async (fault) => {
  const stage = await openStruck(fault);
  await stage.click({ mode: "check", mail: true });
  table.enter("check", fault.name, judgeCheck(stage, []));
});

test("what comes of them is what docs/reliability.md says", () =>
  table.expectAsDocumented("faults that last all night"));

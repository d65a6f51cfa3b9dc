import { once } from "node:events";
import { createServer } from "node:https";
import type { Scenario, World } from "../../local/scenarios";
import { selfSigned } from "../lambda/portal/self-signed";
import { hourMs, type Stage, secondMs, useStages } from "../rehearsal/stage";
import { FaultTable } from "./fault-table";
import { judgeCheck, judgeNight } from "./judge";

interface LastingFault {
  readonly name: string;
  readonly settings?: NonNullable<Scenario["settings"]>;
  readonly arrange?: (world: World) => void;
  /** Whether somebody else listens in the portal's place, with a certificate that nobody has signed. */
  readonly isUsurped?: boolean;
}

const ahead = (aheadMs: number) => (world: World) => {
  world.portal.aheadMs = aheadMs;
};

/** What is wrong from the first request of the night to the last. */
const faults: readonly LastingFault[] = [
  { name: "no such name", settings: { portalUrl: "https://docspace.invalid" } },
  { name: "no TLS", settings: { portalUrl: "https://127.0.0.1:{portalPort}" } },
  {
    name: "a certificate that nobody signed",
    settings: { portalUrl: "https://127.0.0.1:{portalPort}" },
    isUsurped: true,
  },
  { name: "nobody listens", arrange: ({ portal }) => portal.refuseConnections() },
  { name: "the portal's clock is a day ahead", arrange: ahead(24 * hourMs) },
  { name: "the portal's clock is a day behind", arrange: ahead(-24 * hourMs) },
];

const columns = [{ name: "backup" }, { name: "check" }];
const table = new FaultTable(columns, faults);
const open = useStages(faults.map(({ settings = {} }) => settings));

/** What a host in the portal's place was asked. */
const elsewhere: unknown[] = [];
const usurper = createServer(selfSigned, (request, response) => {
  elsewhere.push(request.headers);
  response.end("{}");
});
let refusedHandshakes = 0;
usurper.on("tlsClientError", () => {
  refusedHandshakes += 1;
});
beforeEach(() => {
  refusedHandshakes = 0;
});
afterEach(() => {
  usurper.close();
});

async function openStruck({ settings, arrange, isUsurped = false }: LastingFault): Promise<Stage> {
  const stage = await open({
    backupMs: 20 * secondMs,
    ...(settings && { settings }),
    ...(arrange && { arrange }),
  });
  if (isUsurped) {
    await stage.portal.close();
    usurper.listen(Number(new URL(stage.portal.url).port), "127.0.0.1");
    await once(usurper, "listening");
  }
  return stage;
}

test.each(faults)("a backup while $name", async (fault) => {
  const stage = await openStruck(fault);
  await stage.live();
  expect(refusedHandshakes > 0).toBe(fault.isUsurped === true);
  table.enter("backup", fault.name, judgeNight(stage, elsewhere));
});

test.each(faults)("a check while $name", async (fault) => {
  const stage = await openStruck(fault);
  await stage.click({ mode: "check", mail: true });
  expect(refusedHandshakes > 0).toBe(fault.isUsurped === true);
  table.enter("check", fault.name, judgeCheck(stage, elsewhere));
});

test("what comes of them is what docs/reliability.md says", () =>
  table.expectAsDocumented("faults that last all night"));

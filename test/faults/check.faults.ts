import { DeployedPortals } from "../rehearsal/deployed-portals";
import { openRehearsal } from "../rehearsal/open-rehearsal";
import { Stage } from "../rehearsal/stage";
import { checkAwsCalls } from "./aws-calls";
import { listAwsFaults } from "./aws-faults";
import { FaultTable } from "./fault-table";
import { judgeCheck } from "./judge";
import { checkCalls } from "./portal-calls";
import { portalFaults } from "./portal-faults";
import { PortalWays } from "./portal-ways";
import { isStruck, strikePortal } from "./strike-portal";
import { useElsewhere } from "./use-elsewhere";

const event = { mode: "check", mail: true };
const ways = new PortalWays();
const scenario = {
  name: "check",
  summary: "",
  appendedCode: ways.code,
  arrange: () => undefined,
};
const awsFaults = listAwsFaults("").map(({ name }) => ({ name }));
const portalTable = new FaultTable(checkCalls, portalFaults);
const awsTable = new FaultTable(checkAwsCalls, awsFaults);

const elsewhere = useElsewhere();
let portals: DeployedPortals;
/** A check changes nothing, so that one account does for all of them. */
let stage: Stage;

beforeAll(async () => {
  portals = await DeployedPortals.synthesise([scenario]);
  const { portalPort } = portals;
  stage = new Stage(await openRehearsal({ deployment: portals.deploy(scenario), scenario, portalPort }));
});
afterAll(async () => {
  await stage.rehearsal.close();
  portals.remove();
  ways.remove();
});
beforeEach(async () => {
  await stage.portal.reset();
  ways.open();
});

test("without a fault, all is well", async () => {
  await stage.click(event);
  expect(judgeCheck(stage, elsewhere.requests)).toBe("OK");
});

/** A process that has lived through some twenty faults is enough. */
const startAnew = () => stage.account.killProcesses();

describe.each(checkCalls)("$name", (call) => {
  beforeAll(startAnew);

  test.each(portalFaults)("$name", async (fault) => {
    strikePortal(stage.portal, call, fault, { elsewhere: elsewhere.url, ways });
    await stage.click(event);
    expect(isStruck(stage.portal, fault, ways)).toBe(true);
    portalTable.enter(call.name, fault.name, judgeCheck(stage, elsewhere.requests));
  });
});

describe.each(checkAwsCalls)("$name", ({ name, service, operation }) => {
  beforeAll(startAnew);

  test.each(awsFaults)("$name", async (fault) => {
    const { faults } = stage.account;
    const metBefore = faults.met;
    const mend = listAwsFaults(elsewhere.url)
      .filter((one) => one.name === fault.name)
      .map(({ when, effect }) => faults.add({ service, operation, when, effect }));
    await stage.click(event);
    for (const mendOne of mend) mendOne();
    expect(faults.met).toBeGreaterThan(metBefore);
    awsTable.enter(name, fault.name, judgeCheck(stage, elsewhere.requests));
  });
});

test("what comes of them is what docs/reliability.md says", () => {
  portalTable.expectAsDocumented("faults of what a check asks the portal");
  awsTable.expectAsDocumented("faults of a check");
});

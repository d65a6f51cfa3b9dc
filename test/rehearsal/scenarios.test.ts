import { type Scenario, scenarios } from "../../local/scenarios";
import { DeployedPortals } from "./deployed-portals";
import { rehearseNight } from "./rehearse-night";
import { expected, expectNight } from "./scenario-expectations";

let portals: DeployedPortals;
beforeAll(async () => {
  portals = await DeployedPortals.synthesise(scenarios);
}, 60_000);
afterAll(() => portals.remove());

const rehearse = (scenario: Scenario) =>
  rehearseNight({ deployment: portals.deploy(scenario), scenario, portalPort: portals.portalPort });

test("every scenario is expected to end in some way", () => {
  expect(Object.keys(expected).sort()).toEqual(scenarios.map(({ name }) => name).sort());
});

describe.each(scenarios.map((scenario): [string, Scenario] => [scenario.name, scenario]))(
  "%s",
  (name, scenario) => {
    it("ends as it must, with one mail and one request for a backup at most", async () => {
      expectNight(name, await rehearse(scenario));
    }, 60_000);
  },
);

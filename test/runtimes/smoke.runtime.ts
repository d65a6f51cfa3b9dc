import { delimiter, dirname } from "node:path";
import { isVerified } from "../../local/rehearsal/night";
import { DeployedPortals } from "../rehearsal/deployed-portals";
import { findScenario } from "../rehearsal/find-scenario";
import { rehearseNight } from "../rehearsal/rehearse-night";
import { runCommand } from "../rehearsal/run-command";
import { fetchNode } from "./fetch-node";

const success = findScenario("success");
const cancelled = findScenario("cancelled");

let portals: DeployedPortals;
beforeAll(async () => {
  portals = await DeployedPortals.synthesise([success, cancelled]);
}, 60_000);
afterAll(() => portals.remove());

describe.each(["22.23.3", "24.21.0"])("Node %s", (version) => {
  let nodeBinary: string;
  beforeAll(async () => {
    nodeBinary = await fetchNode(version);
  }, 300_000);

  it.each([
    ["OK", true, success],
    ["FAILED", false, cancelled],
  ])(
    "runs the function to a report that says %s",
    async (status, verified, scenario) => {
      const { portalPort } = portals;
      const deployment = portals.deploy(scenario);
      const { night } = await rehearseNight({ deployment, scenario, portalPort, nodeBinary });
      expect(night.mails.map(({ subject }) => subject)).toEqual([
        expect.stringMatching(`^\\[${status}\\] DocSpace backup `),
      ]);
      expect(night.denials).toEqual([]);
      expect(isVerified(night)).toBe(verified);
    },
    60_000,
  );

  it("runs the whole rehearsal", async () => {
    const environment = { PATH: [dirname(nodeBinary), process.env.PATH].join(delimiter) };
    expect((await runCommand(["node", "--version"], { environment })).stdout).toBe(`v${version}\n`);
    const { exitCode, stdout, stderr, leftBehind } = await runCommand(
      ["npm", "start", "--silent", "--", "--exit"],
      { environment },
    );
    expect(stderr).toBe("");
    expect(stdout).toMatch(/The backup was verified\.\n$/);
    expect(exitCode).toBe(0);
    expect(leftBehind).toEqual([]);
  }, 120_000);
});

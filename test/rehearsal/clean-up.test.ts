import type { KillPoint } from "../../local/rehearsal/kill-point";
import type { Night } from "../../local/rehearsal/night";
import type { Rehearsal } from "../../local/rehearsal/rehearsal";
import { DeployedPortals } from "./deployed-portals";
import { findScenario } from "./find-scenario";
import { openRehearsal } from "./open-rehearsal";

const scenario = findScenario("clean-up");

let portals: DeployedPortals;
beforeAll(async () => {
  portals = await DeployedPortals.synthesise([scenario]);
}, 60_000);
afterAll(() => portals.remove());

async function open(killAt?: KillPoint): Promise<Rehearsal> {
  return await openRehearsal({
    deployment: portals.deploy(scenario),
    scenario,
    portalPort: portals.portalPort,
    afterMs: Date.parse("2026-03-10T00:00:00Z"),
    killAt,
  });
}

/** The archives that the portal still has, by their age in nights, those of last month aside. */
function listKept({ portal: { state }, clock }: Rehearsal): number[] {
  const nightMs = 86_400_000;
  return state.history
    .map(({ createdMs }) => Math.round((clock.now() - createdMs) / nightMs))
    .filter((nights) => nights < 8)
    .sort((one, other) => one - other);
}

/** The ids of those that the report calls deleted. */
function listReported({ mails: [mail] }: Night): string[] {
  const text = (mail?.text ?? "").replace(/\s+/g, " ");
  return [...text.matchAll(/\(id ([0-9a-f-]{36})\)/g)].map(([, id = ""]) => id);
}

function listDeletions({ portal }: Rehearsal): string[] {
  return portal.requests.filter(({ method }) => method === "DELETE").map(({ path }) => path);
}

test("each night deletes what is too old by then, and says so in its report", async () => {
  const rehearsal = await open();
  try {
    const first = await rehearsal.live();
    expect(listKept(rehearsal)).toEqual([0, 1, 2]);
    expect(new Set(listReported(first)).size).toBe(3);
    expect(first.denials).toEqual([]);
    await rehearsal.skipDay();
    const second = await rehearsal.live();
    expect(listKept(rehearsal)).toEqual([0, 1, 2]);
    expect(second.mails.map(({ subject }) => subject)).toEqual([expect.stringMatching(/^\[OK\] /)]);
    expect(new Set(listDeletions(rehearsal)).size).toBe(4);
    expect(listDeletions(rehearsal)).toHaveLength(4);
  } finally {
    await rehearsal.close();
  }
}, 60_000);

test.each([
  ["before", 1],
  ["after", 1],
  ["before", 2],
  ["after", 2],
  ["after", 3],
] as const)(
  "a kill %s the deletion number %i leads to no other deletion, and to one report of all of them",
  async (when, nth) => {
    const rehearsal = await open({ when, service: "portal", operation: "DELETE", nth });
    try {
      const night = await rehearsal.live();
      expect(listKept(rehearsal)).toEqual([0, 1, 2]);
      expect(new Set(listDeletions(rehearsal)).size).toBe(3);
      expect(night.mails.map(({ subject }) => subject)).toEqual([expect.stringMatching(/^\[OK\] /)]);
      expect(new Set(listReported(night)).size).toBe(3);
      const posts = rehearsal.portal.requests.filter(({ method }) => method === "POST");
      expect(posts).toHaveLength(1);
    } finally {
      await rehearsal.close();
    }
  },
  60_000,
);

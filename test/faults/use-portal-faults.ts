import { secondMs, useStages } from "../rehearsal/stage";
import { FaultTable } from "./fault-table";
import { judgeNight } from "./judge";
import { isSensible, type PortalCall } from "./portal-calls";
import { portalFaults } from "./portal-faults";
import { PortalWays } from "./portal-ways";
import { isStruck, strikePortal } from "./strike-portal";
import { useElsewhere } from "./use-elsewhere";

/**
 * Tests a night with each fault of each call, and that what comes of them is what docs/reliability.md says.
 * @param part of that page
 */
export function testPortalFaults(part: string, calls: readonly PortalCall[]): void {
  const open = useStages(calls.map(({ settings = {} }) => settings));
  const table = new FaultTable(calls, portalFaults);
  const elsewhere = useElsewhere();
  let ways: PortalWays;

  beforeEach(() => {
    ways = new PortalWays();
  });
  afterEach(() => ways.remove());

  describe.each(calls)("$name", (call) => {
    const faults = portalFaults.filter((fault) => isSensible(call, fault));

    test.each(faults)("$name", async (fault) => {
      const stage = await open({
        ...(call.settings && { settings: call.settings }),
        backupMs: 20 * secondMs,
        appendedCode: ways.code,
        arrange: (world) => {
          call.arrange?.(world);
          strikePortal(world.portal, call, fault, { elsewhere: elsewhere.url, ways });
        },
      });
      await stage.live();
      expect(isStruck(stage.portal, fault, ways)).toBe(true);
      table.enter(call.name, fault.name, judgeNight(stage, elsewhere.requests));
    });
  });

  test("what comes of them is what docs/reliability.md says", () => table.expectAsDocumented(part));
}

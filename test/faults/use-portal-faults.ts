import { secondMs, useStages } from "../rehearsal/stage";
import { FaultTable } from "./fault-table";
import { judgeNight } from "./judge";
import { isSensible, type PortalCall } from "./portal-calls";
import { portalFaults } from "./portal-faults";
import { namedPortal, PortalNames } from "./portal-names";
import { strikePortal } from "./strike-portal";
import { useElsewhere } from "./use-elsewhere";

/**
 * Tests a night with each fault of each call, and that what comes of them is what docs/reliability.md says.
 * @param part of that page
 */
export function testPortalFaults(part: string, calls: readonly PortalCall[]): void {
  const open = useStages(calls.map(({ settings }) => ({ ...namedPortal, ...settings })));
  const table = new FaultTable(calls, portalFaults);
  const elsewhere = useElsewhere();
  let names: PortalNames;

  beforeEach(() => {
    names = new PortalNames();
  });
  afterEach(() => names.remove());

  describe.each(calls)("$name", (call) => {
    const faults = portalFaults.filter((fault) => isSensible(call, fault));

    test.each(faults)("$name", async (fault) => {
      const stage = await open({
        settings: { ...namedPortal, ...call.settings },
        backupMs: 20 * secondMs,
        appendedCode: names.code,
        arrange: (world) => {
          call.arrange?.(world);
          strikePortal(world.portal, call, fault, { elsewhere: elsewhere.url, names });
        },
      });
      await stage.live();
      expect(stage.portal.requests.some((request) => isMetBy(call, request))).toBe(true);
      expect(names.areForgotten).toBe(fault.forgetsName === true);
      table.enter(call.name, fault.name, judgeNight(stage, elsewhere.requests));
    });
  });

  test("what comes of them is what docs/reliability.md says", () => table.expectAsDocumented(part));
}

function isMetBy(
  { meets: { method, path = "" } }: PortalCall,
  request: { method: string; path: string },
): boolean {
  return request.method === method && new RegExp(path).test(request.path);
}

import type { StandInPortal } from "../../local/portal/stand-in-portal";
import type { PortalCall } from "./portal-calls";
import type { PortalFault } from "./portal-faults";
import type { PortalWays } from "./portal-ways";

/** Lets a fault befall a call, each time that it is made. */
export function strikePortal(
  portal: StandInPortal,
  call: Pick<PortalCall, "meets" | "after" | "processing">,
  fault: PortalFault,
  { elsewhere, ways }: { readonly elsewhere: string; readonly ways: PortalWays },
): void {
  const { meets, after, processing } = call;
  if ("leadsTo" in fault) {
    ways.close(call, fault.leadsTo);
    return;
  }
  const disturbance = fault.disturb(elsewhere, processing);
  const strike = () => portal.addWeather({ meets, lasts: "always", disturbance });
  if (after === undefined) {
    strike();
    return;
  }
  const stop = portal.onRequest(({ path }) => {
    if (!after.test(path)) return;
    stop();
    strike();
  });
}

/** Whether the fault has befallen the call since. */
export function isStruck(portal: StandInPortal, fault: PortalFault, ways: PortalWays): boolean {
  return "leadsTo" in fault ? ways.areTaken : portal.disturbed > 0;
}

import type { StandInPortal } from "../../local/portal/stand-in-portal";
import type { PortalCall } from "./portal-calls";
import type { PortalFault } from "./portal-faults";
import type { PortalNames } from "./portal-names";

/** Lets a fault befall a call, each time that it is made. */
export function strikePortal(
  portal: StandInPortal,
  { meets, after, processing }: Pick<PortalCall, "meets" | "after" | "processing">,
  { disturb, forgetsName }: PortalFault,
  { elsewhere, names }: { readonly elsewhere: string; readonly names: PortalNames },
): void {
  const disturbance = disturb(elsewhere, processing);
  const strike = () => portal.addWeather({ meets, lasts: "always", disturbance });
  if (after === undefined) strike();
  else {
    const stop = portal.onRequest(({ path }) => {
      if (!after.test(path)) return;
      stop();
      strike();
    });
  }
  if (forgetsName !== true) return;
  portal.onRequest(({ status }) => {
    if (status === undefined) names.forget();
  });
}

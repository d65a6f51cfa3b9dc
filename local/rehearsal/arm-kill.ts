import type { Account } from "../aws/account";
import type { StandInPortal } from "../portal/stand-in-portal";
import type { KillPoint } from "./kill-point";

/**
 * Has the function's process killed at a call. AWS tells its callers apart; the portal cannot, so a call to it takes every
 * process of the function along.
 */
export function armKill(
  { when, service, operation, nth }: KillPoint,
  { account, portal }: { readonly account: Account; readonly portal: StandInPortal },
): void {
  if (service === "portal") {
    killAtPortal(portal, { when, method: operation, nth, kill: () => account.killProcesses() });
    return;
  }
  account.faults.add({ service, operation, from: nth, count: 1, when, effect: { kind: "killed" } });
}

interface PortalKill {
  readonly when: "before" | "after";
  readonly method: string;
  readonly nth: number;
  readonly kill: () => void;
}

function killAtPortal(portal: StandInPortal, { when, method, nth, kill }: PortalKill): void {
  let count = 0;
  const watch = () => {
    if (portal.requests.at(-1)?.method === method) count += 1;
    if (count < nth) {
      portal.onFirstRequest(watch);
      return;
    }
    const processing = when === "before" ? "never" : "at-once";
    portal.addWeather({
      meets: { method },
      lasts: { requests: 1 },
      disturbance: { kind: "reset", processing },
    });
    kill();
  };
  portal.onFirstRequest(watch);
}

import type { Request } from "./command-line";
import { withPortalAccount } from "./portal-account";
import { runUserCommand } from "./rehearsal/run-user-command";
import type { Screen } from "./terminal/screen";

/**
 * Shows what `npm run check` would show after a deployment for a portal that is not a stand-in; no backup is asked for.
 * @returns the check's exit code
 */
export async function checkAgainstPortal(
  request: Extract<Request, { kind: "against-portal" }>,
  screen: Screen,
): Promise<number> {
  screen.print(`Check of a backup of ${request.portalUrl}, which will not be asked for a backup.`);
  return await withPortalAccount(request, screen, async (account) => {
    screen.print(
      "(AWS is stood in: what is said of schedule, sender, recipients and alarms is of the stand-ins.)",
    );
    screen.print("> npm run check");
    return await runUserCommand(account, "check");
  });
}

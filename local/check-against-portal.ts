import { Account } from "./aws/account";
import { systemClock } from "./clock/system-clock";
import type { Request } from "./command-line";
import { deployApp } from "./rehearsal/deploy-app";
import { runUserCommand } from "./rehearsal/run-user-command";
import { announceDeployment } from "./terminal/announce-deployment";
import type { Screen } from "./terminal/screen";

/**
 * Shows what `npm run check` would show after a deployment for a portal that is not a stand-in. AWS alone is stood in; no backup
 * is asked for.
 * @returns the check's exit code
 */
export async function checkAgainstPortal(
  { portalUrl, apiKey, settings }: Extract<Request, { kind: "against-portal" }>,
  screen: Screen,
): Promise<number> {
  screen.print(`Check of a backup of ${portalUrl}, which will not be asked for a backup.`);
  const { deployment, remove } = await announceDeployment(screen, () => deployApp(portalUrl, settings));
  const account = await Account.open({ deployment, clock: systemClock, seed: 0 });
  account.onlySecret.value = apiKey;
  try {
    screen.print("> npm run check");
    return await runUserCommand(account, "check");
  } finally {
    await account.close();
    remove();
  }
}

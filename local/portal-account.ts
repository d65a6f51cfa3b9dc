import { Account } from "./aws/account";
import { systemClock } from "./clock/system-clock";
import type { Request } from "./command-line";
import { deployApp } from "./rehearsal/deploy-app";
import { announceDeployment } from "./terminal/announce-deployment";
import type { Screen } from "./terminal/screen";

/**
 * Deploys the app for a portal that is not a stand-in, in real time, and takes it away again. AWS alone is stood in.
 * @param onLogLine is called with each line that the function writes
 */
export async function withPortalAccount<Result>(
  { portalUrl, apiKey, settings }: Extract<Request, { kind: "against-portal" }>,
  screen: Screen,
  use: (account: Account) => Promise<Result>,
  onLogLine: (line: string) => void = () => undefined,
): Promise<Result> {
  const { deployment, remove } = await announceDeployment(screen, () => deployApp(portalUrl, settings));
  const account = await Account.open({ deployment, clock: systemClock, seed: 0, onLogLine });
  account.onlySecret.value = apiKey;
  try {
    return await use(account);
  } finally {
    await account.close();
    remove();
  }
}

import { Account } from "./aws/account";
import type { SentMail } from "./aws/ses";
import { systemClock } from "./clock/system-clock";
import type { Request } from "./command-line";
import { deployApp } from "./rehearsal/deploy-app";
import { liveThroughNight, type Night } from "./rehearsal/night";
import { announceDeployment } from "./terminal/announce-deployment";
import { Narrator } from "./terminal/narrator";
import type { Screen } from "./terminal/screen";

/**
 * Rehearses one night against a portal that is not a stand-in: in real time, with a real backup. AWS alone is stood in.
 * @param onMail is called with each mail that SES accepts
 */
export async function rehearseAgainstPortal(
  { portalUrl, apiKey, settings }: Extract<Request, { kind: "against-portal" }>,
  screen: Screen,
  onMail: (mail: SentMail) => void,
): Promise<Night> {
  screen.print(`Rehearsal against ${portalUrl}, which will make a real backup.`);
  screen.print("On ONLYOFFICE's cloud each backup beyond the month's free ones is charged.");
  screen.print("Ctrl-C ends the rehearsal at any time, but not a backup that the portal has begun.");
  const { deployment, remove } = await announceDeployment(screen, () => deployApp(portalUrl, settings));
  const narrator = new Narrator(screen, systemClock, deployment.schedules[0]?.timeZone ?? "UTC");
  const { tell } = narrator;
  const onLogLine = (line: string) => narrator.tellLogLine(line);
  const account = await Account.open({ deployment, clock: systemClock, seed: 0, onLogLine });
  account.onlySecret.value = apiKey;
  account.ses.onMail = (mail) => {
    tell(`mail: ${mail.subject}`);
    onMail(mail);
  };
  try {
    return await liveThroughNight(account, () => account.schedules.fireNow(), tell);
  } finally {
    await account.close();
    remove();
  }
}

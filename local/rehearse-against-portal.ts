import type { SentMail } from "./aws/ses";
import { systemClock } from "./clock/system-clock";
import { CommandLineError, type Request } from "./command-line";
import { withPortalAccount } from "./portal-account";
import { mayBeCharged } from "./rehearsal/may-be-charged";
import { liveThroughNight, type Night } from "./rehearsal/night";
import { runUserCommand } from "./rehearsal/run-user-command";
import { agree } from "./terminal/agree";
import { Narrator } from "./terminal/narrator";
import type { Screen } from "./terminal/screen";

/** A night that is known to fail is not worth an hour of waiting, unless somebody wants to see just that. */
function refuseFailed(portalUrl: string): CommandLineError {
  return new CommandLineError(
    `Nothing was started: the check of ${portalUrl} has failed, as a backup would. To start one all the same: add --yes`,
  );
}

/** Nobody has agreed to what may cost money. */
function refuse(portalUrl: string): CommandLineError {
  return new CommandLineError(
    `Nothing was started: a backup of ${portalUrl} may be charged (see "Backups left" above), and nobody agreed to that. ` +
      "To start it all the same: add --yes",
  );
}

/**
 * Rehearses one night against a portal that is not a stand-in: in real time, with a real backup. The check comes first, and
 * a backup that may be charged is asked for only where somebody agrees.
 * @param onMail is called with each mail that SES accepts
 * @throws CommandLineError where nobody does
 */
export async function rehearseAgainstPortal(
  request: Extract<Request, { kind: "against-portal" }>,
  screen: Screen,
  onMail: (mail: SentMail) => void,
): Promise<Night> {
  const { portalUrl, agreed } = request;
  screen.print(`Rehearsal against ${portalUrl}, which will make a real backup. First the check.`);
  const checkLines: string[] = [];
  let narrator: Narrator | undefined;
  const onLogLine = (line: string) => {
    if (narrator === undefined) checkLines.push(line);
    else narrator.tellLogLine(line);
  };
  return await withPortalAccount(
    request,
    screen,
    async (account) => {
      screen.print(
        "(AWS is stood in: what is said of schedule, sender, recipients and alarms is of the stand-ins.)",
      );
      screen.print("> npm run check");
      const exitCode = await runUserCommand(account, "check");
      screen.print();
      if (!agreed && exitCode !== 0) throw refuseFailed(portalUrl);
      if (!agreed && mayBeCharged(checkLines)) {
        const question = `A backup of ${portalUrl} may be charged. Start it?`;
        if (!screen.isWatched || !(await agree(question, process.stdin, process.stdout)))
          throw refuse(portalUrl);
      }
      screen.print("Ctrl-C ends the rehearsal at any time, but not a backup that the portal has begun.");
      narrator = new Narrator(screen, systemClock, account.deployment.schedules[0]?.timeZone ?? "UTC");
      const { tell } = narrator;
      account.ses.onMail = (mail) => {
        tell(`mail: ${mail.subject}`);
        onMail(mail);
      };
      return await liveThroughNight(account, () => account.schedules.fireNow(), tell);
    },
    onLogLine,
  );
}

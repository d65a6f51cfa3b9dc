import type { Configuration, ConfigurationError } from "../configuration";
import type { CheckOrder } from "../event";
import { describeError } from "../outside-text";
import { explain } from "../report/causes";
import type { Ports } from "../run/ports";
import { type CheckPorts, check } from "./check";
import { answerCheck, type CheckAnswer, type CheckSubject } from "./check-answer";
import { writeCheckMail } from "./check-mail";
import { type CheckLine, type Finding, fail, ok } from "./finding";

/** An answer comes within ten seconds: so long for all that is asked, and the rest for its mail. */
const askMs = 7_500;
const mailMs = 2_000;

const unusable = { stage: "settings", code: "configuration-unusable", said: "" } as const;

type MailPorts = Pick<Ports, "clock" | "log" | "mailer">;

/** Checks, logs what was found, mails it if that is wanted, and answers with it. Throws for no finding. */
export async function performCheck(
  order: CheckOrder,
  configuration: Configuration,
  version: string,
  ports: CheckPorts & MailPorts,
): Promise<CheckAnswer> {
  const { backupName: backup, portalUrl: portal } = configuration;
  const checkedAtMs = ports.clock.now();
  const lines = await check(configuration, ports, checkedAtMs + askMs);
  return await tell(order, lines, { backup, portal, checkedAtMs, version }, ports);
}

/** The check of a function whose settings make no sense: there is nothing else to look at. */
export async function answerUnusable(
  order: CheckOrder,
  error: ConfigurationError,
  about: Pick<CheckSubject, "backup" | "version">,
  ports: MailPorts,
): Promise<CheckAnswer> {
  const line = { check: "Settings", ...fail(error.message, explain(unusable).next) };
  // Where the portal is not known, the backup's name says what this is about.
  const subject = { ...about, portal: about.backup, checkedAtMs: ports.clock.now() };
  return await tell(order, [line], subject, ports);
}

async function tell(
  order: CheckOrder,
  lines: readonly CheckLine[],
  about: CheckSubject,
  ports: MailPorts,
): Promise<CheckAnswer> {
  const answer = answerCheck(lines, about);
  ports.log("check", { check: answer });
  if (!order.mail) return answer;
  return answerCheck([...lines, { check: "Mail", ...(await mail(answer, ports)) }], about);
}

async function mail(answer: CheckAnswer, { clock, log, mailer }: MailPorts): Promise<Finding> {
  try {
    const messageId = await mailer.send(writeCheckMail(answer), clock.now() + mailMs);
    log("check mailed", { messageId });
    return ok("SES took the mail of this check; see that it arrives.");
  } catch (error) {
    return fail(
      `${describeError(error)}.`,
      "See in the AWS console, under SES, that the sender and, in the sandbox, each recipient is verified in this region.",
    );
  }
}

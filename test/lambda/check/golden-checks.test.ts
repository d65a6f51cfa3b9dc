import { check } from "../../../lambda/check/check";
import { answerCheck } from "../../../lambda/check/check-answer";
import { writeCheckMail } from "../../../lambda/check/check-mail";
import { readConfiguration } from "../../../lambda/configuration";
import type { Mail } from "../../../lambda/run/ports";
import { expectGoldenMail, expectNarrowText, expectShortSubject } from "../golden-files";
import { startMs } from "../run/scripted-ports";
import { environment } from "../sample-environment";
import { equipCheck, knownKey, refuse, untilMs } from "./scripted-check";

const dayMs = 86_400_000;

async function write(...parts: Parameters<typeof equipCheck>): Promise<Mail> {
  const configuration = readConfiguration({ ...environment, MAX_PAID_BACKUPS_PER_MONTH: "40" });
  const lines = await check(configuration, equipCheck(...parts), untilMs);
  const about = { backup: "acme", portal: environment.PORTAL_URL, checkedAtMs: startMs, version: "0.1.0" };
  return writeCheckMail(answerCheck(lines, about));
}

const mails: Record<string, () => Promise<Mail>> = {
  "check-ok": () => write(),
  "check-warning": () =>
    write({ key: knownKey({ expiresAt: startMs + 9 * dayMs }), hasOwnSchedule: async () => true }),
  "check-failed": () =>
    write({
      allowance: async () => ({ freeAllowed: 2, freeUsed: 2, paid: 0, pays: true }),
      folder: async () => {
        throw refuse(404, "The required folder was not found");
      },
      hasOwnSchedule: async () => {
        throw refuse(403, "Access denied");
      },
    }),
};

describe.each(Object.entries(mails))("the mail of a check %s", (name, writeIt) => {
  it("is as it was read and approved", async () => expectGoldenMail(name, await writeIt()));

  it("has a short subject of ASCII that begins with the status", async () =>
    expectShortSubject(await writeIt()));

  it("fits 78 columns, but for links", async () => expectNarrowText(await writeIt()));
});

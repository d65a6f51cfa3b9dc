import { answerUnusable, performCheck } from "../../../lambda/check/perform-check";
import { ConfigurationError, readConfiguration } from "../../../lambda/configuration";
import type { Mail } from "../../../lambda/run/ports";
import { startMs } from "../run/scripted-ports";
import { environment } from "../sample-environment";
import { equipCheck, knownKey } from "./scripted-check";

const configuration = readConfiguration({ ...environment, MAX_PAID_BACKUPS_PER_MONTH: "40" });

function equip(...parts: Parameters<typeof equipCheck>) {
  const mails: { mail: Mail; untilMs: number }[] = [];
  const logged: [string, unknown][] = [];
  const ports = {
    ...equipCheck(...parts),
    log: (happening: string, facts: unknown) => void logged.push([happening, facts]),
    mailer: {
      send: async (mail: Mail, untilMs: number) => {
        mails.push({ mail, untilMs });
        return "message-1";
      },
    },
  };
  return { ports, mails, logged };
}

describe("a check", () => {
  it("answers with what it found, and logs it", async () => {
    const { ports, mails, logged } = equip();
    const answer = await performCheck({ mode: "check", mail: false }, configuration, "0.1.0", ports);
    expect(answer).toMatchObject({
      status: "OK",
      summary: "All 10 checks passed.",
      backup: "acme",
      portal: "https://acme.onlyoffice.com",
      checkedAt: new Date(startMs).toISOString(),
      version: "0.1.0",
    });
    expect(answer.checks.map(({ check }) => check)).toEqual([
      "Settings",
      "API key",
      "Portal",
      "Rights",
      "Storage",
      "Backups left",
      "Plan",
      "Portal's own schedule",
      "Runs",
      "Next run",
    ]);
    expect(logged).toEqual([["check", { check: answer }]]);
    expect(mails).toEqual([]);
  });

  it("is as good as its worst line, and names all of those", async () => {
    const warned = equip({ hasOwnSchedule: async () => true });
    const order = { mode: "check", mail: false } as const;
    expect(await performCheck(order, configuration, "0.1.0", warned.ports)).toMatchObject({
      status: "WARNING",
      summary: "1 of 10 checks needs a look: Portal's own schedule.",
    });
    const broken = equip({
      hasOwnSchedule: async () => true,
      key: knownKey({ permissions: ["*:read"] }),
      folder: async () => ({ title: "Rooms", isWritable: true, isRoot: true }),
    });
    expect(await performCheck(order, configuration, "0.1.0", broken.ports)).toMatchObject({
      status: "FAILED",
      summary: "2 of 10 checks failed: Rights, Storage.",
    });
    const odd = async () => {
      throw new Error("odd");
    };
    const untold = equip({ allowance: odd });
    expect(await performCheck(order, configuration, "0.1.0", untold.ports)).toMatchObject({
      status: "WARNING",
      summary: "1 of 10 checks could not be made: Backups left.",
    });
    const untoldTwice = equip({ allowance: odd, plan: odd });
    expect(await performCheck(order, configuration, "0.1.0", untoldTwice.ports)).toMatchObject({
      status: "WARNING",
      summary: "2 of 10 checks could not be made: Backups left, Plan.",
    });
  });

  it("is mailed where that is wanted, which proves that mail can be sent", async () => {
    const { ports, mails, logged } = equip({ hasOwnSchedule: async () => true });
    const answer = await performCheck({ mode: "check", mail: true }, configuration, "0.1.0", ports);
    expect(logged.at(-1)).toEqual(["check mailed", { messageId: "message-1" }]);
    expect(answer.summary).toBe("1 of 11 checks needs a look: Portal's own schedule.");
    expect(answer.checks.at(-1)).toEqual({
      check: "Mail",
      result: "ok",
      says: "SES took the mail of this check; see that it arrives.",
    });
    const [sent] = mails;
    expect(sent?.mail.subject).toBe(
      "[WARNING] DocSpace backup check acme.onlyoffice.com 2026-03-01 - 1 of 10 checks needs a look",
    );
    expect(sent?.mail.text).toMatch(/^WARNING: 1 of 10 checks needs a look: Portal's own schedule\.$/m);
    expect(sent?.mail.text.replace(/\s+/g, " ")).toContain(
      "What to do: Switch one of the two off; the portal's is under Settings > Backup > Automatic backup.",
    );
    expect(sent?.mail.text).toMatch(/^ {2}Rights +ok: The key may start backups/m);
    expect(sent?.mail.html).toContain("<h2");
  });

  it("leaves its questions and its mail so much time that both are over within ten seconds", async () => {
    const asked: number[] = [];
    const { ports, mails } = equip({
      state: async (untilMs) => {
        asked.push(untilMs - startMs);
        await ports.clock.sleep(untilMs - startMs);
        return { standalone: true, status: "active" };
      },
    });
    await performCheck({ mode: "check", mail: true }, configuration, "0.1.0", ports);
    expect(asked).toEqual([7_500]);
    expect((mails[0]?.untilMs ?? 0) - ports.clock.now()).toBe(2_000);
  });

  it("in good order needs nothing done", async () => {
    const { ports, mails } = equip();
    await performCheck({ mode: "check", mail: true }, configuration, "0.1.0", ports);
    expect(mails[0]?.mail.subject).toMatch(/^\[OK\] .* - all 10 checks passed$/);
    expect(mails[0]?.mail.text).toContain("\nNothing to do.\n");
  });

  it("says what to do first where something failed", async () => {
    const { ports, mails } = equip({
      hasOwnSchedule: async () => true,
      key: knownKey({ isActive: false }),
    });
    await performCheck({ mode: "check", mail: true }, configuration, "0.1.0", ports);
    expect(mails[0]?.mail.text.replace(/\s+/g, " ")).toContain("What to do: Create a key in the portal");
  });

  it("tells of a mail that could not be sent", async () => {
    const { ports } = equip();
    const mailer = {
      send: async () => {
        throw new Error("Email address is not verified");
      },
    };
    const order = { mode: "check", mail: true } as const;
    const answer = await performCheck(order, configuration, "0.1.0", { ...ports, mailer });
    expect(answer).toMatchObject({ status: "FAILED", summary: "1 of 11 checks failed: Mail." });
    expect(answer.checks.at(-1)).toMatchObject({
      result: "failed",
      says: "Email address is not verified.",
      next: expect.stringContaining("SES"),
    });
  });

  it("of unusable settings finds that, and mails it too", async () => {
    const { ports, mails } = equip();
    const error = new ConfigurationError("PORTAL_URL", "the portal's address", "nowhere");
    const about = { backup: "acme", version: "0.1.0" };
    const answer = await answerUnusable({ mode: "check", mail: true }, error, about, ports);
    expect(answer).toMatchObject({ status: "FAILED", summary: "1 of 2 checks failed: Settings." });
    expect(answer.checks[0]?.says).toContain('PORTAL_URL is "nowhere"');
    expect(mails[0]?.mail.subject).toBe(
      "[FAILED] DocSpace backup check acme 2026-03-01 - 1 of 1 checks failed",
    );
  });
});

import type { Deployment } from "../../local/aws/deployment";
import { isVerified } from "../../local/rehearsal/night";
import { scenarios } from "../../local/scenarios";
import { DeployedPortals } from "./deployed-portals";
import { findScenario } from "./find-scenario";
import { listPermissions, withoutPermission } from "./permission";
import { type RehearsedNight, rehearseNight } from "./rehearse-night";

/** What a night may lack. */
const losses = {
  log: ({ rehearsal }: RehearsedNight) => rehearsal.account.logGroups.events.length === 0,
  backup: ({ rehearsal }: RehearsedNight) =>
    !rehearsal.portal.requests.some(({ method }) => method === "POST"),
  "good news": ({ night }: RehearsedNight) => !night.mails.some(({ subject }) => subject.startsWith("[OK]")),
  report: ({ night }: RehearsedNight) => night.mails.length === 0,
  "earlier nights": ({ night: { mails } }: RehearsedNight) =>
    mails.some(({ text = "" }) => text.includes("earlier verified backup could not be looked up")),
  "rest after the report": ({ night: { mails }, rehearsal }: RehearsedNight) => {
    const minuteLaterMs = (mails.at(-1)?.atMs ?? 0) + 60_000;
    return rehearsal.account.logGroups.events.some(({ writtenAtMs }) => writtenAtMs > minuteLaterMs);
  },
  event: ({ night: { end } }: RehearsedNight) => end.kind === "undelivered" && !end.kept,
};

interface Need {
  /** The name of a scenario that fails without the permission. */
  readonly scenario: string;
  /** What that night lacks then, and has otherwise. */
  readonly lost: keyof typeof losses;
}

/** Why the stack's roles have each of their permissions. */
const needs: Record<string, Need> = {
  "NightlyRole InvokeBackup lambda:InvokeFunction": { scenario: "success", lost: "backup" },
  "NightlyRole KeepUndelivered sqs:SendMessage": { scenario: "undelivered", lost: "event" },
  "BackupRole WriteOwnLog logs:CreateLogStream": { scenario: "success", lost: "log" },
  "BackupRole WriteOwnLog logs:PutLogEvents": { scenario: "success", lost: "log" },
  "BackupRole ReadApiKey secretsmanager:GetSecretValue": { scenario: "success", lost: "backup" },
  "BackupRole MailReport ses:SendEmail": { scenario: "success", lost: "report" },
  "BackupRole KeepLedger dynamodb:GetItem": { scenario: "success", lost: "backup" },
  "BackupRole KeepLedger dynamodb:PutItem": { scenario: "success", lost: "backup" },
  "BackupRole KeepLedger dynamodb:DeleteItem": { scenario: "success", lost: "rest after the report" },
  "BackupRole ReadEarlierRuns dynamodb:Query": { scenario: "cancelled", lost: "earlier nights" },
  "BackupRole ArmWakeUps scheduler:CreateSchedule": { scenario: "slow", lost: "good news" },
  "BackupRole ArmWakeUps scheduler:DeleteSchedule": { scenario: "success", lost: "rest after the report" },
  "BackupRole PassWakeUpRole iam:PassRole": { scenario: "slow", lost: "good news" },
  "WakeUpsRole InvokeBackup lambda:InvokeFunction": { scenario: "slow", lost: "report" },
};

let portals: DeployedPortals;
beforeAll(async () => {
  portals = await DeployedPortals.synthesise(scenarios);
}, 60_000);
afterAll(() => portals.remove());

const deploy = (scenario: string) => portals.deploy(findScenario(scenario));

const rehearse = (scenario: string, deployment: Deployment) =>
  rehearseNight({ deployment, scenario: findScenario(scenario), portalPort: portals.portalPort });

test("each permission of the stack's roles is there because a scenario fails without it", () => {
  const granted = new Set(
    scenarios.flatMap(({ name }) => listPermissions(deploy(name)).map((one) => one.name)),
  );
  const unexplained = [...granted].filter((name) => needs[name] === undefined);
  if (unexplained.length > 0)
    throw new Error(
      `The stack allows ${unexplained.join(" and ")}. Add to \`needs\` the scenario that fails without it, or do not allow it.`,
    );
  expect(Object.keys(needs).filter((name) => !granted.has(name))).toEqual([]);
});

test.each([...new Set(Object.values(needs).map(({ scenario }) => scenario))])(
  "with all permissions %s lacks nothing, and nothing is denied",
  async (scenario) => {
    const rehearsed = await rehearse(scenario, deploy(scenario));
    expect(rehearsed.night.denials).toEqual([]);
    const named = Object.values(needs).filter((need) => need.scenario === scenario);
    expect(named.filter(({ lost }) => losses[lost](rehearsed))).toEqual([]);
  },
  60_000,
);

test.each(Object.entries(needs))(
  "without %s the night fails, and the denial names the action",
  async (name, { scenario, lost }) => {
    const deployment = deploy(scenario);
    const permissions = listPermissions(deployment).filter((permission) => permission.name === name);
    expect(permissions).not.toEqual([]);
    for (const permission of permissions) {
      const rehearsed = await rehearse(scenario, withoutPermission(deployment, permission));
      const { denials } = rehearsed.night;
      expect(isVerified(rehearsed.night)).toBe(false);
      expect(denials).not.toEqual([]);
      // The schedule is denied at each of its attempts.
      expect(denials.filter((denial) => !denial.includes(permission.action))).toEqual([]);
      expect(losses[lost](rehearsed)).toBe(true);
    }
  },
  60_000,
);

import { Stack } from "aws-cdk-lib";
import { EmailIdentity, Identity } from "aws-cdk-lib/aws-ses";
import type { Construct } from "constructs";
import { ApiKeySecret } from "./api-key-secret";
import { BackupFunction } from "./backup-function";
import { Ledger } from "./ledger";
import { Monitoring } from "./monitoring";
import { addNextSteps } from "./next-steps";
import { NightlySchedule } from "./nightly-schedule";
import type { PortalSettings } from "./settings";
import { addStackFacts } from "./stack-facts";
import { TestEvents } from "./test-events";
import { WakeUps } from "./wake-ups";

/** All that backs up one portal: a stack of its own, so that portals share neither permissions nor failures. */
export class BackupStack extends Stack {
  constructor(app: Construct, settings: PortalSettings) {
    super(app, `DocSpaceBackup-${settings.name}`, {
      description: `Nightly backup of the ONLYOFFICE DocSpace portal ${settings.portalUrl}`,
    });
    if (settings.senderIdentity === "create") {
      new EmailIdentity(this, "Sender", { identity: Identity.email(settings.sender) });
    }
    const { secret } = new ApiKeySecret(this, "ApiKey", { existingArn: settings.apiKeySecret });
    const ledger = new Ledger(this, "Ledger");
    const wakeUps = new WakeUps(this, "WakeUps");
    const backup = new BackupFunction(this, "Backup", {
      settings,
      apiKeySecret: secret,
      ledger,
      wakeUps,
    });
    // Only now: the function is told of this role, so the role had to be made first.
    wakeUps.role.allowInvoking(backup.function);
    const { schedule, undelivered } = new NightlySchedule(this, "Nightly", {
      schedule: settings.schedule,
      enabled: settings.enabled,
      target: backup.function,
    });
    const monitoring =
      settings.monitoring.alarms === "none"
        ? undefined
        : new Monitoring(this, "Monitoring", { settings, function: backup.function, undelivered });
    if (settings.testEvents === "use-existing") {
      new TestEvents(this, "TestEvents", { function: backup.function });
    }
    addNextSteps(this, {
      function: backup.function,
      logGroup: backup.logGroup,
      apiKeySecret: secret,
      alertTopic: monitoring?.topic,
    });
    addStackFacts(this, {
      settings,
      function: backup.function,
      apiKeySecret: secret,
      ledgerTable: ledger.table,
      schedule,
      alarms: monitoring,
    });
  }
}

import { readFileSync } from "node:fs";
import { Annotations, App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import { BackupStack } from "../lib/backup-stack";
import { parseSettings, SettingsError } from "../lib/settings";
import { findMisplacedSettings } from "../lib/settings/misplaced-settings";

/** What `cdk.json` holds; the CDK itself complains of one that it cannot read. */
function readProject(): unknown {
  try {
    return JSON.parse(readFileSync("cdk.json", "utf8"));
  } catch {
    return undefined;
  }
}

/** One stack for each portal in the settings. */
function buildApp(): void {
  const misplaced = findMisplacedSettings(readProject());
  if (misplaced.length > 0) throw new SettingsError(misplaced);
  const app = new App({ analyticsReporting: false });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  for (const settings of parseSettings(app.node.getAllContext(), new Date())) {
    const stack = new BackupStack(app, settings);
    for (const { id, text } of settings.notes) {
      Annotations.of(stack).addWarningV2(`docspace-backup:${id}`, text);
    }
  }
  app.synth();
}

try {
  buildApp();
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

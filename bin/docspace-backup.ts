import { Annotations, App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import { BackupStack } from "../lib/backup-stack";
import { parseSettings, SettingsError } from "../lib/settings";

/** One stack for each portal in the settings. */
function buildApp(): void {
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

import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { BackupStack } from "../../lib/backup-stack";
import { parseAcme } from "./acme";

/** Builds the stack of one portal without bundling its function. */
export function buildStack(settings: Record<string, unknown> = {}): BackupStack {
  const app = new App({ analyticsReporting: false, context: { "aws:cdk:bundling-stacks": [] } });
  return new BackupStack(app, parseAcme(settings));
}

/** The template of one portal's stack. */
export function synthesize(settings: Record<string, unknown> = {}): Template {
  return Template.fromStack(buildStack(settings));
}

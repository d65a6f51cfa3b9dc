import { App } from "aws-cdk-lib";
import { readCloudAssembly } from "../../local/aws/cloud-assembly";
import { deployStack } from "../../local/aws/deploy-stack";
import type { DeployedAlarm, Deployment } from "../../local/aws/deployment";
import { buildStack } from "../lib/synthesize";

/** The stack of one portal as it would stand in an account, without its bundle. */
export function deploySettings(settings: Record<string, unknown> = {}): Deployment {
  const app = App.of(buildStack(settings));
  if (!App.isApp(app)) throw new Error("The stack belongs to no app.");
  const [stack] = readCloudAssembly(app.synth().directory);
  if (stack === undefined) throw new Error("No stack was synthesised.");
  return deployStack(stack);
}

export type AlarmName = "NoVerifiedBackup" | "FunctionFailed" | "EventUndelivered";

/** @throws Error if the deployment does not have exactly one such alarm */
export function findAlarm({ alarms }: Deployment, name: AlarmName): DeployedAlarm {
  const found = alarms.filter(({ logicalId }) => logicalId.includes(name));
  const [alarm, ...others] = found;
  if (alarm !== undefined && others.length === 0) return alarm;
  throw new Error(`The deployment has ${found.length} alarms ${name}, expected one.`);
}

import { join } from "node:path";
import { readCloudAssembly } from "../aws/cloud-assembly";
import { deployStack } from "../aws/deploy-stack";
import type { Deployment } from "../aws/deployment";
import { synthesise } from "../aws/synth";
import { createTemporaryDirectory, removeTemporaryDirectory } from "../temporary-directory";
import { rehearsalPortal } from "./rehearsal-portal";

/** The project's root, where `cdk.json` lies. */
const projectDirectory = join(__dirname, "../..");

/**
 * Synthesises the app for one portal with the real command line, and "deploys" it onto this machine.
 * @param settings besides those of the rehearsal; they win
 * @returns the deployment, and what removes its files
 * @throws SynthesisError with what the app said, for settings that it refuses
 */
export async function deployApp(
  portalUrl: string,
  settings: Readonly<Record<string, string>>,
): Promise<{ deployment: Deployment; remove: () => void }> {
  const outputDirectory = createTemporaryDirectory("cdk");
  const remove = () => removeTemporaryDirectory(outputDirectory);
  try {
    const portals = JSON.stringify([rehearsalPortal(portalUrl, settings)]);
    // What is in cdk.json is not for the rehearsal.
    await synthesise({ context: { portals, portalDefaults: "{}" }, outputDirectory, projectDirectory });
    const [stack, ...others] = readCloudAssembly(outputDirectory);
    if (stack === undefined || others.length > 0)
      throw new Error("expected the app to make one stack for one portal");
    return { deployment: deployStack(stack), remove };
  } catch (error) {
    remove();
    throw error;
  }
}

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CloudStack, readCloudAssembly } from "../../local/aws/cloud-assembly";
import { deployStack } from "../../local/aws/deploy-stack";
import type { Deployment } from "../../local/aws/deployment";
import { synthesise } from "../../local/aws/synth";
import { findFreePort } from "../../local/rehearsal/free-port";
import { rehearsalPortal, standInSettings } from "../../local/rehearsal/rehearsal-portal";
import type { Scenario } from "../../local/scenarios";

/** The app, synthesised once by the real command line for every kind of settings that the scenarios need. */
export class DeployedPortals {
  readonly #directory: string;
  readonly #stacks: ReadonlyMap<string, CloudStack>;

  private constructor(
    readonly portalPort: number,
    directory: string,
    stacks: ReadonlyMap<string, CloudStack>,
  ) {
    this.#directory = directory;
    this.#stacks = stacks;
  }

  static async synthesise(scenarios: readonly Scenario[]): Promise<DeployedPortals> {
    const portalPort = await findFreePort();
    const directory = mkdtempSync(join(tmpdir(), "rehearsal-test-"));
    const kinds = new Map(scenarios.map(({ settings = {} }) => [JSON.stringify(settings), settings]));
    const names = new Map([...kinds.keys()].map((kind, index) => [kind, `kind-${index}`]));
    const portals = [...kinds].map(([kind, settings]) => ({
      ...rehearsalPortal(`http://127.0.0.1:${portalPort}`, { ...standInSettings, ...settings }),
      name: names.get(kind),
    }));
    await synthesise({ context: { portals: JSON.stringify(portals) }, outputDirectory: directory });
    const stacks = readCloudAssembly(directory);
    const byKind = [...names].map(([kind, name]): [string, CloudStack] => {
      const stack = stacks.find((candidate) => candidate.name === `DocSpaceBackup-${name}`);
      if (stack === undefined) throw new Error(`no stack for ${kind}`);
      return [kind, stack];
    });
    return new DeployedPortals(portalPort, directory, new Map(byKind));
  }

  deploy({ settings = {} }: Scenario): Deployment {
    const stack = this.#stacks.get(JSON.stringify(settings));
    if (stack === undefined) throw new Error(`nothing was synthesised for ${JSON.stringify(settings)}`);
    return deployStack(stack);
  }

  remove(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CloudStack, readCloudAssembly } from "../../local/aws/cloud-assembly";
import { deployStack } from "../../local/aws/deploy-stack";
import type { Deployment } from "../../local/aws/deployment";
import { synthesise } from "../../local/aws/synth";
import { findFreePort } from "../../local/rehearsal/free-port";
import { rehearsalPortal, standInSettings } from "../../local/rehearsal/rehearsal-portal";
import type { Scenario } from "../../local/scenarios";
import { sharedFolderVariable } from "./shared-folder";

/**
 * Where the app is synthesised for these kinds of settings: for each of Jest's workers in one place, so that a file of tests finds
 * what the one before it made; or in a place of its own.
 */
function chooseDirectory(kinds: readonly string[]): {
  readonly directory: string;
  readonly isShared: boolean;
} {
  const { [sharedFolderVariable]: folder, JEST_WORKER_ID = "" } = process.env;
  if (folder === undefined)
    return { directory: mkdtempSync(join(tmpdir(), "rehearsal-test-")), isShared: false };
  const hash = createHash("sha256").update(kinds.join()).digest("hex").slice(0, 16);
  return { directory: join(folder, `${JEST_WORKER_ID}-${hash}`), isShared: true };
}

/** The app, synthesised once by the real command line for every kind of settings that the scenarios need. */
export class DeployedPortals {
  readonly #ownDirectory: string | undefined;
  readonly #stacks: ReadonlyMap<string, CloudStack>;

  private constructor(
    readonly portalPort: number,
    ownDirectory: string | undefined,
    stacks: ReadonlyMap<string, CloudStack>,
  ) {
    this.#ownDirectory = ownDirectory;
    this.#stacks = stacks;
  }

  static async synthesise(scenarios: readonly Scenario[]): Promise<DeployedPortals> {
    const kinds = new Map(scenarios.map(({ settings = {} }) => [JSON.stringify(settings), settings]));
    const names = new Map([...kinds.keys()].map((kind, index) => [kind, `kind-${index}`]));
    const { directory, isShared } = chooseDirectory([...kinds.keys()]);
    // Written last, and of no meaning to the CDK.
    const portFile = join(directory, "portal-port");
    const isDone = existsSync(portFile);
    const portalPort = isDone ? Number(readFileSync(portFile, "utf8")) : await findFreePort();
    const portals = [...kinds].map(([kind, settings]) => ({
      ...rehearsalPortal(`http://127.0.0.1:${portalPort}`, { ...standInSettings, ...settings }),
      name: names.get(kind),
    }));
    if (!isDone) {
      await synthesise({ context: { portals: JSON.stringify(portals) }, outputDirectory: directory });
      writeFileSync(portFile, `${portalPort}`);
    }
    const stacks = readCloudAssembly(directory);
    const byKind = [...names].map(([kind, name]): [string, CloudStack] => {
      const stack = stacks.find((candidate) => candidate.name === `DocSpaceBackup-${name}`);
      if (stack === undefined) throw new Error(`no stack for ${kind}`);
      return [kind, stack];
    });
    return new DeployedPortals(portalPort, isShared ? undefined : directory, new Map(byKind));
  }

  deploy({ settings = {} }: Scenario): Deployment {
    const stack = this.#stacks.get(JSON.stringify(settings));
    if (stack === undefined) throw new Error(`nothing was synthesised for ${JSON.stringify(settings)}`);
    return deployStack(stack);
  }

  remove(): void {
    if (this.#ownDirectory !== undefined) rmSync(this.#ownDirectory, { recursive: true, force: true });
  }
}

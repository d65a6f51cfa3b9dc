import { DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { closest } from "fastest-levenshtein";
import { CommandError } from "../terminal/command-error";
import type { CommandName } from "../terminal/read-options";
import type { AwsSession } from "./aws-session";
import {
  type BackupStack,
  type DeployedBackup,
  describeState,
  readBackup,
  recogniseStack,
} from "./deployed-backup";

/** Which backup is wanted, and by what command. */
export interface Wanted {
  readonly command: CommandName;
  /** The setting `name`. @default the only one that there is */
  readonly name: string | undefined;
  /** What follows the name on the command line, to be repeated in an example: ` --mail`. */
  readonly further?: string;
}

/**
 * Finds a deployed backup by the outputs of its stack, and tells on standard error what is odd about that stack.
 * @throws CommandError if there is none, or not exactly one that is meant
 */
export async function findBackup(aws: AwsSession, wanted: Wanted): Promise<DeployedBackup> {
  const stack = choose(await listStacks(aws), aws, wanted);
  const backup = readBackup(stack);
  const state = describeState(stack);
  if (state !== undefined) console.error(`${state}\n`);
  return backup;
}

async function listStacks(aws: AwsSession): Promise<BackupStack[]> {
  const found: BackupStack[] = [];
  let token: string | undefined;
  do {
    const command = new DescribeStacksCommand({ NextToken: token });
    const { Stacks = [], NextToken } = await aws.call("cloudformation:DescribeStacks", (options) =>
      aws.cloudFormation.send(command, options),
    );
    found.push(...Stacks.flatMap((stack) => recogniseStack(stack) ?? []));
    token = NextToken;
  } while (token !== undefined && token !== "");
  return found.sort((one, other) => one.name.localeCompare(other.name, "en"));
}

function choose(stacks: readonly BackupStack[], aws: AwsSession, wanted: Wanted): BackupStack {
  const { command, name } = wanted;
  const [only, ...others] = stacks;
  if (only === undefined)
    throw new CommandError(
      `There is no DocSpace backup in the region ${aws.region}, in the account of ${aws.credentials}.\n` +
        `If it is elsewhere: AWS_PROFILE=… AWS_REGION=… npm run ${command}\n` +
        "If it is not deployed yet: npx cdk deploy --all",
    );
  if (name === undefined) {
    if (others.length === 0) return only;
    throw new CommandError(
      `There are ${stacks.length} DocSpace backups in the region ${aws.region}. Say which one:\n${listCommands(stacks, wanted)}`,
    );
  }
  const [meant, ...alike] = stacks.filter((stack) => stack.name === name);
  // One of them is not of this project's making, and to guess which could hand it the key.
  if (meant !== undefined && alike.length > 0)
    throw new CommandError(
      `Several stacks in the region ${aws.region} call themselves the backup "${name}": ${[meant, ...alike].map(({ stackName }) => stackName).join(", ")}.\n` +
        "Find out in the AWS console under CloudFormation who has made the others, and delete them. Nothing was done.",
    );
  if (meant !== undefined) return meant;
  const names = stacks.map((stack) => stack.name);
  throw new CommandError(
    `There is no backup "${name}" in the region ${aws.region}: did you mean ${closest(name, names)}?\n` +
      `Those that there are:\n${listCommands(stacks, wanted)}`,
  );
}

/** The command for each, with the address of its portal. */
function listCommands(stacks: readonly BackupStack[], { command, further = "" }: Wanted): string {
  const commands = stacks.map(({ name }) => `npm run ${command} -- --name ${name}${further}`);
  const width = Math.max(...commands.map(({ length }) => length));
  return commands
    .map((line, index) => `  ${line.padEnd(width)}  ${stacks[index]?.outputs.PortalUrl ?? ""}`.trimEnd())
    .join("\n");
}

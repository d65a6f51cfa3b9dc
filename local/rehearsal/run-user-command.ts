import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Account } from "../aws/account";
import { createTemporaryDirectory, removeTemporaryDirectory } from "../temporary-directory";

const projectDirectory = join(__dirname, "../..");

/** What a person runs against what is deployed: `npm run check`, `npm run history`. */
export type UserCommand = "check" | "history";

/**
 * Runs a command as a person would run it against a real account, in this terminal: in a process of its own that knows this
 * account's address, and nothing of the person's own accounts.
 * @returns its exit code
 */
export async function runUserCommand(
  account: Account,
  command: UserCommand,
  args: readonly string[] = [],
): Promise<number> {
  const emptyHome = createTemporaryDirectory("home");
  try {
    const file = join(projectDirectory, "bin", `${command}.ts`);
    const child = spawn(process.execPath, ["--import", "tsx", file, ...args], {
      cwd: projectDirectory,
      env: describeUserEnvironment(account, emptyHome),
      stdio: "inherit",
    });
    const [exitCode] = await once(child, "close");
    return typeof exitCode === "number" ? exitCode : 2;
  } finally {
    removeTemporaryDirectory(emptyHome);
  }
}

/** The variables of a person's shell that leads to this account, with the administrator's rights. */
export function describeUserEnvironment(account: Account, home: string): NodeJS.ProcessEnv {
  const { awsEndpointUrl, credentials } = account.openUserSession();
  const inherited = Object.entries(process.env).filter(([name]) => !/^(AWS_|DOCSPACE_API_KEY$)/i.test(name));
  return {
    ...Object.fromEntries(inherited),
    HOME: home,
    USERPROFILE: home,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_ENDPOINT_URL: awsEndpointUrl,
    AWS_REGION: account.deployment.region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
  };
}

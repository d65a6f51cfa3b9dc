import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { createTemporaryDirectory, removeTemporaryDirectory } from "../temporary-directory";

/** What to synthesise, and where to. */
export interface SynthesisOptions {
  /** Settings, as `-c name=value` gives them on the command line. */
  readonly context: Readonly<Record<string, string>>;
  /** Becomes the cloud assembly, the usual `cdk.out`. */
  readonly outputDirectory: string;
  /**
   * The project: where `cdk.json` and the CDK's command line lie.
   * @default the current directory
   */
  readonly projectDirectory?: string;
  /** The app's command. @default the one in `cdk.json` */
  readonly app?: string;
}

/** The app refused to be synthesised, most often because of its settings. */
export class SynthesisError extends Error {
  override readonly name = "SynthesisError";

  /** @param output what the app and the CDK wrote to standard error */
  constructor(
    readonly output: string,
    cause: unknown,
  ) {
    super(`The stack could not be synthesised; mend what the CDK says here and start again:\n${output}`, {
      cause,
    });
  }
}

/**
 * Runs `cdk synth`, without the user's AWS account, configuration, API key or `~/.cdk.json` having a part in it and without
 * a call to the outside.
 *
 * @throws SynthesisError with what the app said
 */
export async function synthesise(options: SynthesisOptions): Promise<void> {
  const { context, outputDirectory, projectDirectory = process.cwd(), app } = options;
  const command = createRequire(join(projectDirectory, "package.json")).resolve("aws-cdk/bin/cdk");
  const emptyHome = createTemporaryDirectory("home");
  const flags = ["--quiet", "--no-color", "--no-notices", "--no-version-reporting", "--no-lookups"];
  const appFlags = app === undefined ? [] : ["--app", app];
  const contextFlags = Object.entries(context).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  try {
    await promisify(execFile)(
      process.execPath,
      [command, "synth", ...flags, "--output", resolve(outputDirectory), ...appFlags, ...contextFlags],
      { cwd: projectDirectory, env: environmentWithoutAccount(emptyHome), maxBuffer: 64 * 1024 * 1024 },
    );
  } catch (cause) {
    throw new SynthesisError(readStandardError(cause), cause);
  } finally {
    removeTemporaryDirectory(emptyHome);
  }
}

function environmentWithoutAccount(home: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^((AWS|CDK)_|DOCSPACE_API_KEY$)/i.test(name),
  );
  return {
    ...Object.fromEntries(inherited),
    HOME: home,
    USERPROFILE: home,
    AWS_EC2_METADATA_DISABLED: "true",
    CDK_DISABLE_CLI_TELEMETRY: "true",
    CDK_DISABLE_VERSION_CHECK: "true",
  };
}

function readStandardError(cause: unknown): string {
  const output = typeof cause === "object" && cause !== null && "stderr" in cause ? cause.stderr : undefined;
  return typeof output === "string" && output.trim() !== "" ? output.trim() : String(cause);
}

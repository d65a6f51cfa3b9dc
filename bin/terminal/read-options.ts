import { CommandError } from "./command-error";

/** The commands as `npm run` knows them. */
export type CommandName = "check" | "set-api-key" | "history";

/**
 * Calls what parses a command line, and says of one that makes no sense what to write instead.
 * @throws CommandError
 */
export function readOptions<Options>(command: CommandName, parse: () => Options): Options {
  try {
    return parse();
  } catch (error) {
    const [problem] = (error instanceof Error ? error.message : String(error)).split(". ");
    throw new CommandError(
      `${problem}.\nOptions follow two hyphens, as in: npm run ${command} -- --name acme\n` +
        `All of them: npm run ${command} -- --help`,
    );
  }
}

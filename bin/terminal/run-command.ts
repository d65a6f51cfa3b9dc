import { CommandError } from "./command-error";
import { printable } from "./printable";

/**
 * Runs a command to its end.
 * @param command resolves with the exit code. What it throws is printed without its stack, and ends with 2.
 */
export function runCommand(command: (args: readonly string[]) => Promise<number>): void {
  // Whoever reads no further, as `head` does, has seen enough.
  process.stdout.on("error", ({ code }: NodeJS.ErrnoException) => process.exit(code === "EPIPE" ? 0 : 2));
  command(process.argv.slice(2)).then(
    (exitCode) => {
      process.exitCode = exitCode;
    },
    (error: unknown) => {
      console.error(describe(error));
      process.exitCode = 2;
    },
  );
}

function describe(error: unknown): string {
  if (error instanceof CommandError) return error.message;
  return `This command met an error that it does not know: ${printable(String(error))}`;
}

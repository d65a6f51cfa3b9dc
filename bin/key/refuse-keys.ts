import { CommandError } from "../terminal/command-error";

/** What the setting `name` can be; a key begins otherwise. */
const backupName = /^(?!sk-)[a-z][a-z0-9-]*$/;

function looksLikeKey(argument: string): boolean {
  return /\bsk-[0-9a-z]{6}/i.test(argument) || /[0-9a-zA-Z+/_]{32}/.test(argument);
}

/**
 * Refuses arguments among which a key may have been written by mistake, whatever the command.
 * @throws CommandError which repeats nothing of what was written
 */
export function refuseKeys(args: readonly string[]): void {
  const isName = (index: number) => args[index - 1] === "--name" && backupName.test(args[index] ?? "");
  if (!args.some((argument, index) => looksLikeKey(argument) && !isName(index))) return;
  throw new CommandError(
    "That looks like an API key as an argument, and it is in the history of your shell now. Nothing was done.\n" +
      "Delete that key in the portal under Settings > Developer Tools > API keys, make a new one, and run\n" +
      "npm run set-api-key without it: the command asks for the key.",
  );
}

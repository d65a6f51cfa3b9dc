import { ask } from "../terminal/ask";
import { CommandError } from "../terminal/command-error";
import { readAll } from "../terminal/read-all";
import { judgeKey } from "./judge-key";

/**
 * Asks for the key, without showing it, or reads it where it is piped in.
 * @param force takes what may be a key, although it does not look like one
 * @throws CommandError if it cannot be one, or is not to be taken
 * @throws Interrupted
 */
export async function readKey({ force }: { readonly force: boolean }): Promise<string> {
  const { stdin: input, stderr: output } = process;
  const isTerminal = input.isTTY;
  const question = "API key (what you paste or type is not shown; then Enter): ";
  const entered = isTerminal
    ? await ask({ text: question, echo: false }, { input, output })
    : await readAll(input);
  const judged = judgeKey(entered);
  if (judged.kind === "refused") throw new CommandError(`${judged.because}\nNothing was stored.`);
  if (judged.kind === "key" || force) return judged.key;
  if (!isTerminal)
    throw new CommandError(
      `${judged.because}\nNothing was stored. If it is one all the same, add --force: npm run set-api-key -- --force`,
    );
  const answer = await ask(
    { text: `${judged.because}\nStore it all the same? [y/N] `, echo: true },
    { input, output },
  );
  if (/^y(es)?$/i.test(answer.trim())) return judged.key;
  throw new CommandError("Nothing was stored.");
}

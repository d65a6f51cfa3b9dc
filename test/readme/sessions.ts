import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../rehearsal/run-command";

const readme = join(__dirname, "../../README.md");

/** What the README shows of `npm start --` with some arguments. */
export interface Session {
  readonly args: string;
  /** As far as it is shown. */
  readonly shown: string;
}

const block = /<!-- session: (.*?) -->\n```\n(?<shown>.*?)```\n/gs;

/** Where enough has been seen. */
const rest = "...\n";

export function readSessions(): Session[] {
  return [...readFileSync(readme, "utf8").matchAll(block)].map(([, args = "", shown = ""]) => ({
    args,
    shown: shown.endsWith(`\n${rest}`) ? shown.slice(0, -rest.length) : shown,
  }));
}

export async function record(args: string): Promise<string> {
  const command = ["npm", "start", "--silent", "--", ...args.split(" ")];
  const { stdout, stderr } = await runCommand(command, { environment: { DOCSPACE_API_KEY: "" } });
  if (stderr !== "") throw new Error(stderr);
  return stdout;
}

/** Puts what was recorded in the place of what the README shows; a report is cut after what it says first. */
export function writeSession(args: string, recorded: string): void {
  const [head = "", ...tail] = recorded.split(/(?<=\n {2}Nothing to do\.\n)/);
  const shown = tail.length === 0 ? head : `${head}${rest}`;
  const text = readFileSync(readme, "utf8").replace(block, (whole: string, blockArgs: string) =>
    blockArgs === args ? `<!-- session: ${args} -->\n\`\`\`\n${shown}\`\`\`\n` : whole,
  );
  writeFileSync(readme, text);
}

/** Without what is another each time: numbers, the key's end, what is left of the month, and how often a line comes. */
export function normalise(session: string): string {
  const words = session
    .replace(/\(…\w{4}\)/g, "(…#)")
    .replace(/\d+(\.\d+)?/g, "#")
    .replace(/\s+/g, " ")
    .replace(/(no|#) more (is|are) due this month(: [^.]*)?/g, "# more")
    .replace(/(# #:#:# |#:#:# )(function: progress \(phase running, progressPercent #\) )/g, "$2");
  return words.replace(/(function: progress \(phase running, progressPercent #\) )+/g, "$1").trim();
}

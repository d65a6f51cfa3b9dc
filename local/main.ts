import { once } from "node:events";
import { join } from "node:path";
import type { SentMail } from "./aws/ses";
import { SynthesisError } from "./aws/synth";
import { checkAgainstPortal } from "./check-against-portal";
import { CommandLineError, parseCommandLine, type Request, usage } from "./command-line";
import { Inbox } from "./inbox/inbox";
import { openInbox } from "./inbox/inbox-server";
import { isVerified, type Night } from "./rehearsal/night";
import { rehearse } from "./rehearse";
import { rehearseAgainstPortal } from "./rehearse-against-portal";
import { scenarios } from "./scenarios";
import { printEnd } from "./terminal/print-end";
import { Screen } from "./terminal/screen";

/** Where the mails of all rehearsals are kept, unless `REHEARSAL_INBOX` names another directory. */
const inboxDirectory =
  process.env.REHEARSAL_INBOX ?? join(__dirname, "../node_modules/.cache/rehearsal-inbox");

/** Until there is an inbox to look at, Ctrl-C ends the rehearsal at once. */
function interrupt(): void {
  process.exit(130);
}

/** Keeps the inbox open until Ctrl-C. */
async function showInbox(inbox: Inbox, screen: Screen): Promise<void> {
  const server = await openInbox(() => inbox.list());
  try {
    screen.print(`\nThe report as the administrator would see it: ${server.url}\nCtrl-C ends the rehearsal.`);
    process.off("SIGINT", interrupt);
    await once(process, "SIGINT");
    screen.print();
  } finally {
    await server.close();
  }
}

/** The exit code that nights deserve. */
function judge(nights: readonly Night[]): number {
  return nights.every(isVerified) ? 0 : 1;
}

async function live(request: Extract<Request, { exit: boolean }>, screen: Screen): Promise<number> {
  const inbox = new Inbox(inboxDirectory);
  const nights: Night[] = [];
  const onNight = (night: Night) => {
    nights.push(night);
    printEnd(screen, night, { whole: request.exit && request.command === undefined });
  };
  if (request.kind === "rehearse") {
    const onMail = (mail: SentMail) => inbox.receive(mail, request.scenario.name);
    const exitCode = await rehearse(request, screen, onNight, onMail);
    if (exitCode !== undefined) return exitCode || judge(nights);
  } else {
    if (request.command === "check") return await checkAgainstPortal(request, screen);
    onNight(await rehearseAgainstPortal(request, screen, (mail) => inbox.receive(mail, request.portalUrl)));
  }
  if (inbox.problem !== undefined)
    screen.print(`Later rehearsals will not show this one's mails in the inbox: ${inbox.problem}`);
  if (!request.exit && nights.some(({ mails }) => mails.length > 0)) await showInbox(inbox, screen);
  return judge(nights);
}

async function main(screen: Screen): Promise<number> {
  const request = parseCommandLine(process.argv.slice(2), process.env, screen.isWatched);
  switch (request.kind) {
    case "help":
      screen.print(usage);
      return 0;
    case "list": {
      const width = Math.max(...scenarios.map(({ name }) => name.length)) + 2;
      for (const { name, summary } of scenarios) screen.print(`${name.padEnd(width)}${summary}`);
      return 0;
    }
    default:
      return await live(request, screen);
  }
}

process.once("SIGINT", interrupt);
// Whoever reads no further, as `head` does, has seen enough.
process.stdout.on("error", ({ code }: NodeJS.ErrnoException) => process.exit(code === "EPIPE" ? 0 : 2));

main(new Screen(process.stdout)).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    const isExplained = error instanceof CommandLineError || error instanceof SynthesisError;
    console.error(isExplained ? error.message : error);
    process.exitCode = 2;
  },
);

import { once } from "node:events";
import { SynthesisError } from "./aws/synth";
import { CommandLineError, parseCommandLine, type Request, usage } from "./command-line";
import { openInbox } from "./inbox/inbox-server";
import { isVerified } from "./rehearsal/night";
import { rehearse } from "./rehearse";
import { rehearseAgainstPortal } from "./rehearse-against-portal";
import { scenarios } from "./scenarios";
import { printEnd } from "./terminal/print-end";
import { Screen } from "./terminal/screen";

/** Until there is an inbox to look at, Ctrl-C ends the rehearsal at once. */
function interrupt(): void {
  process.exit(130);
}

async function live(request: Extract<Request, { exit: boolean }>, screen: Screen): Promise<number> {
  let inbox: Awaited<ReturnType<typeof openInbox>> | undefined;
  const onMails = async (mails: Parameters<typeof openInbox>[0]) => {
    if (!request.exit) inbox = await openInbox(mails);
  };
  try {
    const night =
      request.kind === "rehearse"
        ? await rehearse(request, screen, onMails)
        : await rehearseAgainstPortal(request, screen, onMails);
    printEnd(screen, night, { whole: request.exit });
    if (inbox !== undefined && night.mails.length > 0) {
      screen.print(
        `\nThe report as the administrator would see it: ${inbox.url}\nCtrl-C ends the rehearsal.`,
      );
      process.off("SIGINT", interrupt);
      await once(process, "SIGINT");
      screen.print();
    }
    return isVerified(night) ? 0 : 1;
  } finally {
    await inbox?.close();
  }
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

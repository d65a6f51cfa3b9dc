import type { World } from "./world";

/** The runs that may have asked the portal for more than one backup. */
export function findDoubleStarts({ starts }: World): string[] {
  return [...starts].flatMap(([runId, count]) => (count > 1 ? [runId] : []));
}

/** The reports that say OK or WARNING although the portal did not have the backup. */
export function findUnproven({ mails, portal }: World): string[] {
  return mails
    .filter(({ subject, text, atMs }) => {
      const taskId = /Backup id\s+(\S+)/.exec(text)?.[1] ?? "";
      return /^\[(OK|WARNING)\]/.test(subject) && !portal.hasBackup(taskId, atMs);
    })
    .map(({ subject }) => subject);
}

/** The later reports of a run that do not say that they may be one, where the first did not say that it may not be the only one. */
export function findUntoldRepeats<Mail extends ReportText>({
  mails,
}: {
  readonly mails: readonly Mail[];
}): Mail[] {
  const honest = /may have been (sent|reported) before|may not be the only report/;
  return [...groupByRun(mails).values()].flatMap(([first, ...repeated]) =>
    first === undefined || readWords(first).includes("may not be the only report")
      ? []
      : repeated.filter((mail) => !honest.test(readWords(mail))),
  );
}

/** What belongs to each run, in the order in which it came. */
export function groupByRun<Thing extends { readonly runId: string }>(
  things: readonly Thing[],
): ReadonlyMap<string, readonly Thing[]> {
  const groups = new Map<string, Thing[]>();
  for (const thing of things) {
    const group = groups.get(thing.runId) ?? [];
    groups.set(thing.runId, group);
    group.push(thing);
  }
  return groups;
}

/** A report as it was mailed. */
interface ReportText {
  readonly runId: string;
  readonly text: string;
}

/** The text without its line breaks. */
function readWords({ text }: ReportText): string {
  return text.replace(/\s+/g, " ");
}

import { settingsExample, settingsHint } from "./settings-example";

/** One mistake in the settings. */
export interface SettingsProblem {
  /** Where: `portals[0].at`, `-c at`. */
  readonly path: string;
  /** What was found there, as the end of a sentence: `is "25:00"`, `is missing`. */
  readonly found: string;
  /** What is wrong with it, as a clause, where that is not plain from what was expected. */
  readonly reason?: string;
  readonly expected: string;
  /** Ready to be copied to where the mistake is; unless there is nothing to put there. */
  readonly example?: string;
}

function formatProblem({ path, found, reason, expected, example }: SettingsProblem): string {
  const lines = [
    reason === undefined ? `${path} ${found}.` : `${path} ${found}: ${reason}.`,
    `    expected: ${expected}`,
  ];
  if (example !== undefined) lines.push(`    example:  ${example}`);
  return lines.join("\n");
}

/** The settings cannot be used. The message names every mistake, and where there are no settings at all it ends with an example that works. */
export class SettingsError extends Error {
  override name = "SettingsError";
  readonly problems: readonly SettingsProblem[];

  constructor(problems: readonly SettingsProblem[]) {
    const count = problems.length === 1 ? "There is a problem" : `There are ${problems.length} problems`;
    // A complete example is long: it would push what is wrong off the screen of somebody who has settings already.
    const help = problems.some(({ path }) => path === "portals") ? settingsExample : settingsHint;
    super([`${count} with the settings.`, ...problems.map(formatProblem), help].join("\n\n"));
    this.problems = problems;
  }
}

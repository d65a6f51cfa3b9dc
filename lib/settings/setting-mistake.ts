import * as v from "valibot";
import { describeValue } from "./describe-value";
import type { PortalSource } from "./portal-source";
import { type SettingName, settingNames, settingSchemas } from "./setting-schemas";
import type { SettingsProblem } from "./settings-error";

/** What is wrong with the value of a setting that exists. */
export interface SettingMistake {
  readonly setting: SettingName;
  /** Where in the setting: nothing, or like `[1]` or `.module`. */
  readonly inside: string;
  /** What stands there; undefined if nothing does. */
  readonly value: unknown;
  /** A clause; undefined if what was expected says enough. */
  readonly reason: string | undefined;
  /** Something better than the setting's usual example. */
  readonly example?: string;
  /** The settings of which none is wrong by itself. */
  readonly together?: readonly SettingName[];
}

/**
 * Sorts by setting what valibot found in an object of settings. What is of the wrong type gets no reason: what was
 * expected says enough.
 */
export function findMistakes(issues: readonly v.BaseIssue<unknown>[] = []): SettingMistake[] {
  return settingNames.flatMap((setting) =>
    issues
      .map((issue) => ({ issue, path: `${v.getDotPath(issue)}.` }))
      .filter(({ path }) => path.startsWith(`${setting}.`))
      .map(({ issue, path }) => ({
        setting,
        inside: path.slice(setting.length, -1).replace(/^\.(\d+)$/, "[$1]"),
        value: issue.input,
        reason: issue.kind === "schema" ? undefined : issue.message,
      })),
  );
}

/** Names the portal for which alone a default is wrong: the one that has some of the settings that do not fit itself. */
function nameVictim(source: PortalSource, { setting, together = [] }: SettingMistake): string {
  const hasItself = (other: SettingName) => Object.hasOwn(source.values, other) && !source.inherits(other);
  return source.inherits(setting) && together.some(hasItself) ? ` (${source.place} takes this default)` : "";
}

/** Tells a mistake to whoever wrote the settings. */
export function describeMistake(source: PortalSource, mistake: SettingMistake): SettingsProblem {
  const schema = settingSchemas[mistake.setting];
  const [usualExample] = v.getExamples(schema);
  return {
    path: `${source.locate(mistake.setting)}${mistake.inside}`,
    found: mistake.value === undefined ? "is missing" : `is ${describeValue(mistake.value)}`,
    reason: mistake.reason === undefined ? undefined : mistake.reason + nameVictim(source, mistake),
    expected: `${v.getDescription(schema)}`,
    example: source.write(mistake.setting, mistake.example ?? usualExample),
  };
}

import * as v from "valibot";
import { describeValue } from "./describe-value";
import { findNearestName } from "./nearest-name";
import type { PortalSource } from "./portal-source";
import { isSettingName, type SettingName, settingNames, settingSchemas } from "./setting-schemas";
import type { SettingsProblem } from "./settings-error";

/** A setting that does not exist, and the one that was probably meant. */
export interface UnknownSetting {
  readonly meant: SettingName | undefined;
  readonly problem: SettingsProblem;
}

/** @returns whether a name that is no setting could be that of a secret, whose value may not be repeated */
export function soundsSecret(name: string): boolean {
  return /key|token|secret|password/i.test(name);
}

/** Tells somebody who wrote a secret into the settings where it belongs. */
export function complainAboutSecret(path: string): SettingsProblem {
  return {
    path,
    found: "is not a setting",
    reason: "the API key itself does not belong in the settings, where others can read it",
    expected: "nothing here; after the deployment store the key with npm run set-api-key",
  };
}

function describeUnknown(source: PortalSource, name: string): UnknownSetting {
  const path = source.locate(name);
  const missing = settingNames.filter((setting) => !Object.hasOwn(source.values, setting));
  const meant = findNearestName(missing, name);
  if (meant !== undefined) {
    const [example] = v.getExamples(settingSchemas[meant]);
    const found = `is ${describeValue(source.values[name])}, but there is no such setting`;
    const expected = `did you mean ${meant}?`;
    return { meant, problem: { path, found, expected, example: source.write(meant, example) } };
  }
  if (soundsSecret(name)) return { meant, problem: complainAboutSecret(path) };
  const found = `is ${describeValue(source.values[name])}, but there is no such setting`;
  return { meant, problem: { path, found, expected: `one of ${settingNames.join(", ")}` } };
}

/** Finds the settings that do not exist. */
export function findUnknownSettings(source: PortalSource): UnknownSetting[] {
  return Object.keys(source.values)
    .filter((name) => !isSettingName(name))
    .map((name) => describeUnknown(source, name));
}

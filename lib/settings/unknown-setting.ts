import { distance } from "fastest-levenshtein";
import * as v from "valibot";
import { describeValue } from "./describe-value";
import { isSettingName, type SettingName, settingNames, settingSchemas } from "./setting-schemas";
import type { SettingsProblem } from "./settings-error";
import type { PortalSource } from "./settings-source";

/** As many letters may be wrong in a name for it to be recognised: one in three, but not more than two. */
const maxDistance = (name: string) => Math.min(2, Math.floor(name.length / 3));

const reduce = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, "");

/**
 * The names of settings differ in more letters than may be wrong, so that at most one is near.
 * @returns the setting that was probably meant by a name that is none; not one that is there already
 */
function guessSetting({ values }: PortalSource, name: string): SettingName | undefined {
  return settingNames.find(
    (setting) =>
      !Object.hasOwn(values, setting) && distance(reduce(setting), reduce(name)) <= maxDistance(name),
  );
}

/** A setting that does not exist, and the one that was probably meant. */
export interface UnknownSetting {
  readonly meant: SettingName | undefined;
  readonly problem: SettingsProblem;
}

function describeUnknown(source: PortalSource, name: string): UnknownSetting {
  const path = source.locate(name);
  const meant = guessSetting(source, name);
  if (meant !== undefined) {
    const [example] = v.getExamples(settingSchemas[meant]);
    const found = `is ${describeValue(source.values[name])}, but there is no such setting`;
    const expected = `did you mean ${meant}?`;
    return { meant, problem: { path, found, expected, example: source.write(meant, example) } };
  }
  if (/key|token|secret|password/i.test(name)) {
    const found = "is not a setting";
    const reason = "the API key itself does not belong in the settings, where others can read it";
    const expected =
      "nothing here; after the deployment store the key with the command in the stack's output SetApiKey";
    return { meant, problem: { path, found, reason, expected } };
  }
  const found = `is ${describeValue(source.values[name])}, but there is no such setting`;
  return { meant, problem: { path, found, expected: `one of ${settingNames.join(", ")}` } };
}

/** Finds the settings that do not exist. */
export function findUnknownSettings(source: PortalSource): UnknownSetting[] {
  return Object.keys(source.values)
    .filter((name) => !isSettingName(name))
    .map((name) => describeUnknown(source, name));
}

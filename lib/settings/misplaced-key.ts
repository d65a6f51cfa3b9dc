import * as v from "valibot";
import { isOwnSetting } from "./check-defaults";
import { describeValue } from "./describe-value";
import { findNearestName } from "./nearest-name";
import { isSettingName, type SettingName, settingNames, settingSchemas } from "./setting-schemas";
import type { SettingsProblem } from "./settings-error";
import { complainAboutSecret, soundsSecret } from "./unknown-setting";

/** What has a meaning at the top of the context. */
const topKeys = ["portals", "portalDefaults"] as const;

/** @returns the key at the top of the context that was probably meant by one that is none, or undefined */
export function guessTopKey(key: string): (typeof topKeys)[number] | undefined {
  if (isSettingName(key)) return undefined;
  const nearest = findNearestName([...topKeys, ...settingNames], key);
  if (nearest === undefined) return /default/i.test(key) ? "portalDefaults" : undefined;
  return topKeys.find((top) => top === nearest);
}

/** Tells of a key beside `portals` that was meant to be it, or the defaults. Whatever it holds was not checked for secrets. */
export function complainAboutTopKey(key: string, meant: string): SettingsProblem {
  const found = "is given, but there is no such key";
  const example =
    meant === "portals" ? '"portals": [{ … }]' : '"portalDefaults": { "timeZone": "Europe/Berlin" }';
  return { path: key, found, expected: `did you mean ${meant}?`, example };
}

function showWhere(setting: SettingName): string {
  const [example] = v.getExamples(settingSchemas[setting]);
  const written = `${JSON.stringify(setting)}: ${JSON.stringify(example)}`;
  return isOwnSetting(setting) ? `"portals": [{ ${written}, … }]` : `"portalDefaults": { ${written} }`;
}

/**
 * Tells of a key that stands beside a list of portals, in `cdk.json` one level too high or on the command line: in the
 * context there is no difference.
 */
export function complainAboutKeyBesideList(key: string, value: unknown): SettingsProblem {
  const meant = isSettingName(key) ? key : findNearestName(settingNames, key);
  if (meant === undefined && soundsSecret(key)) return complainAboutSecret(key);
  const found = `is ${describeValue(value)} beside the list portals`;
  const places =
    "in the portal's entry in portals, or in portalDefaults for all of them; with -c only where portals has no entry";
  if (meant === undefined) {
    const reason = "there is no such key";
    return {
      path: key,
      found,
      reason,
      expected: `only portals and portalDefaults here; settings stand ${places}`,
    };
  }
  const own = "in the portal's entry in portals; with -c only where portals has no entry";
  const where = `${meant} ${isOwnSetting(meant) ? own : places}`;
  return {
    path: key,
    found,
    reason: "it is not clear which portal it is for",
    expected: meant === key ? where : `did you mean ${meant}? Then ${where}`,
    example: showWhere(meant),
  };
}

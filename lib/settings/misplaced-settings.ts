import type { SettingsProblem } from "./settings-error";
import { isRecord } from "./settings-source";

/** What has to stand inside of `context`: anywhere else the CDK does not read it, and says nothing. */
const contextKeys = ["portals", "portalDefaults"];

/**
 * Finds settings that were written into `cdk.json` beside `context`.
 * @param file what `cdk.json` holds
 */
export function findMisplacedSettings(file: unknown): SettingsProblem[] {
  if (!isRecord(file)) return [];
  return contextKeys
    .filter((key) => Object.hasOwn(file, key))
    .map((key) => ({
      path: key,
      found: 'stands beside "context" in cdk.json',
      reason: "the CDK reads it nowhere but inside",
      expected: 'the same inside the braces of "context"',
      example: `"context": { "${key}": … }`,
    }));
}

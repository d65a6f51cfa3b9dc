import * as v from "valibot";
import { describeValue } from "./describe-value";
import { ownSettings, sharedFields } from "./portal-fields";
import type { PortalSource } from "./portal-source";
import { describeMistake, findMistakes } from "./setting-mistake";
import { settingSchemas } from "./setting-schemas";
import type { SettingsProblem } from "./settings-error";
import { findUnknownSettings } from "./unknown-setting";

type OwnSetting = (typeof ownSettings)[number];

/** @returns whether a setting is one that each portal has for itself, so that it has no default */
export function isOwnSetting(setting: string): setting is OwnSetting {
  return ownSettings.some((own) => own === setting);
}

const whyOwn: Record<OwnSetting, string> = {
  name: "no two portals can have the same name; without one a portal is named after its host",
  portalUrl: "each portal has an address of its own",
};

function complainAboutOwn(source: PortalSource, setting: OwnSetting): SettingsProblem {
  const [example] = v.getExamples(settingSchemas[setting]);
  return {
    path: source.locate(setting),
    found: `is ${describeValue(source.values[setting])}`,
    reason: whyOwn[setting],
    expected: `${setting} in the portal's own entry, and nothing here`,
    example: `"portals": [{ ${source.write(setting, example)}, … }]`,
  };
}

/**
 * Checks what is wrong with the defaults of all portals whichever portal takes them: each of them by itself. What is
 * wrong only together with others is found where a portal takes them.
 */
export function checkDefaults(source: PortalSource): SettingsProblem[] {
  const { issues } = v.safeParse(sharedFields, source.values);
  return [
    ...findUnknownSettings(source).map(({ problem }) => problem),
    ...Object.keys(source.values)
      .filter(isOwnSetting)
      .map((setting) => complainAboutOwn(source, setting)),
    ...findMistakes(issues).map((mistake) => describeMistake(source, mistake)),
  ];
}

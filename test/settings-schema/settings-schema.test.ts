import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import * as v from "valibot";
import { settingNames, settingSchemas } from "../../lib/settings/setting-schemas";
import { settingsExample } from "../../lib/settings/settings-example";
import { acme, parseAcme } from "../lib/acme";
import { buildSettingsSchema } from "./settings-schema";

const readText = (file: string) => readFileSync(join(__dirname, "..", "..", file), "utf8");

/** What an editor would hold against a context, by the places of the mistakes: none if it is right. */
const validate = new Ajv({ allErrors: true, strictTypes: false, strictRequired: false }).compile(
  buildSettingsSchema(),
);
function listFlaws(context: unknown): string[] {
  validate({ context });
  return (validate.errors ?? []).map(
    ({ instancePath, message }) => `${instancePath.replace("/context/", "")} ${message}`,
  );
}

/** The list of portals in a text that explains how to write one. */
function findPortals(text: string): unknown {
  return JSON.parse(/"portals": (\[\s*\{[\s\S]*?\n *\])/.exec(text)?.[1] ?? "null");
}

test("docs/settings.schema.json is what npm run settings-schema writes", () => {
  const written: unknown = JSON.parse(readText("docs/settings.schema.json"));
  expect(JSON.stringify(written)).toBe(JSON.stringify(buildSettingsSchema()));
});

test("cdk.json leads editors to it, and is right by it", () => {
  const { $schema, context } = JSON.parse(readText("cdk.json"));
  expect($schema).toBe("./docs/settings.schema.json");
  expect(listFlaws(context)).toEqual([]);
});

test("it describes each setting, with an example that is right by it", () => {
  const { $defs } = buildSettingsSchema();
  expect(Object.keys($defs ?? {})).toEqual(settingNames);
  for (const name of settingNames) {
    const [example] = v.getExamples(settingSchemas[name]);
    expect($defs?.[name]).toMatchObject({
      description: v.getDescription(settingSchemas[name]),
      examples: [example],
    });
    expect(listFlaws({ portals: [{ ...acme, [name]: example }] })).toEqual([]);
  }
});

test.each([
  ["README.md", readText("README.md")],
  ["the error message for settings that are missing", settingsExample],
])("the example in %s is right by it", (_where, text) => {
  const portals = findPortals(text);
  expect(portals).toHaveLength(1);
  expect(listFlaws({ portals })).toEqual([]);
});

test.each([
  { portalUrl: "HTTPS://Acme.Example:8443/" },
  { portalUrl: "https://bücher.example" },
  { portalUrl: "http://[::1]:8092" },
  { portalUrl: "http://portal.localhost" },
  { portalUrl: "http://127.0.0.1:8092" },
  { reportTo: "admin@example.com, o'brien+x@sub.example.co.uk", alertTo: "a@xn--bcher-kva.example" },
  { senderName: "Büro Übersicht" },
  { enabled: "false", dump: "true" },
  { days: "Daily" },
  { days: "sat, MON,sat" },
  { days: ["tue", "Fri", "TUE"] },
  { timeZone: "america/port-au-prince" },
  { timeZone: "Etc/GMT+5" },
  { storageType: "ThirdpartyDocuments", folderId: "sbox-7-a" },
  { storageType: "dataStore" },
  { storageType: "local", filePath: "D:\\backup" },
  { storageType: "ThirdPartyConsumer", storageParams: { module: "S3" } },
  { storageType: "ThirdPartyConsumer", storageParams: '{"module":"S3"}' },
  { folderId: "42" },
  { giveUpAfterHours: "23" },
  { retention: "off" },
  { retention: { keepLast: 3 } },
  { retention: '{"keepLast":7}' },
  { maxPaidBackupsPerMonth: 0 },
  { maxPaidBackupsPerMonth: "100" },
  { docsUrl: "https://git.example.com/@acme/docs/" },
])("what the validator takes is right by it: %j", (settings) => {
  expect(() => parseAcme(settings)).not.toThrow();
  expect(listFlaws({ portals: [{ ...acme, ...settings }] })).toEqual([]);
});

test("a portal need not have what the defaults have", () => {
  const { portalUrl, ...portalDefaults } = acme;
  expect(listFlaws({ portalDefaults, portals: [{ portalUrl }] })).toEqual([]);
  expect(listFlaws({ portals: [{ portalUrl }] })).toEqual(
    expect.arrayContaining([
      "portals/0 must have required property 'reportTo'",
      "portals/0 must have required property 'sender'",
    ]),
  );
  expect(listFlaws({ portalDefaults, portals: [{}] })).toEqual([
    "portals/0 must have required property 'portalUrl'",
  ]);
});

test.each([
  [{ timezone: "UTC" }, "portals/0 must NOT have additional properties"],
  [{ portalUrl: "acme.onlyoffice.com" }, "portals/0/portalUrl must match pattern"],
  [{ portalUrl: "http://acme.example" }, "portals/0/portalUrl must match pattern"],
  [{ portalUrl: "https://acme.example/rooms" }, "portals/0/portalUrl must match pattern"],
  [{ reportTo: [] }, "portals/0/reportTo must NOT have fewer than 1 items"],
  [{ reportTo: ["Admin <a@example.com>"] }, "portals/0/reportTo/0 must match pattern"],
  [{ sender: "backup" }, "portals/0/sender must match pattern"],
  [{ senderIdentity: "new" }, "portals/0/senderIdentity must be equal to one of the allowed values"],
  [{ enabled: "no" }, "portals/0/enabled must be boolean"],
  [{ at: "4:30" }, "portals/0/at must match pattern"],
  [{ at: 430 }, "portals/0/at must be string"],
  [{ days: "MON,DIE" }, "portals/0/days must match pattern"],
  [{ days: ["DIE"] }, "portals/0/days/0 must match pattern"],
  [{ timeZone: "+01:00" }, "portals/0/timeZone must match pattern"],
  [{ storageType: "CustomCloud" }, "portals/0/storageType must match pattern"],
  [{ folderId: true }, "portals/0/folderId must be number"],
  [{ filePath: "backup" }, "portals/0/filePath must match pattern"],
  [{ storageParams: { port: 5 } }, "portals/0/storageParams/port must be string"],
  [{ apiKeySecret: "docspace/acme" }, "portals/0/apiKeySecret must match pattern"],
  [{ giveUpAfterHours: 24 }, "portals/0/giveUpAfterHours must be <= 23"],
  [{ giveUpAfterHours: 1.5 }, "portals/0/giveUpAfterHours must be multiple of 1"],
  [{ retention: 7 }, "portals/0/retention must be object"],
  [{ retention: { keepLast: 2 } }, "portals/0/retention/keepLast must be >= 3"],
  [{ retention: { keepLast: 7.5 } }, "portals/0/retention/keepLast must be integer"],
  [{ retention: { keepLast: 7, keepDays: 30 } }, "portals/0/retention must NOT have additional properties"],
  [{ retention: {} }, "portals/0/retention must have required property 'keepLast'"],
  [{ maxPaidBackupsPerMonth: -1 }, "portals/0/maxPaidBackupsPerMonth must be >= 0"],
  [{ maxPaidBackupsPerMonth: 101 }, "portals/0/maxPaidBackupsPerMonth must be <= 100"],
  [{ maxPaidBackupsPerMonth: "1.5" }, "portals/0/maxPaidBackupsPerMonth must match pattern"],
  [{ monitoring: false }, "portals/0/monitoring must be equal to one of the allowed values"],
  [{ docsUrl: "docs" }, "portals/0/docsUrl must match pattern"],
  [{ testEvents: "create" }, "portals/0/testEvents must be equal to one of the allowed values"],
])("it flags %j, which the validator refuses", (settings, flaw) => {
  expect(() => parseAcme(settings)).toThrow();
  expect(listFlaws({ portals: [{ ...acme, ...settings }] })).toContainEqual(expect.stringContaining(flaw));
});

test.each(["name", "portalUrl", "timezone"])("it flags %s among the defaults", (name) => {
  const flaws = listFlaws({ portals: [acme], portalDefaults: { [name]: "acme" } });
  expect(flaws).toEqual(["portalDefaults must NOT have additional properties"]);
});

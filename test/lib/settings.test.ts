import { type PortalSettings, parseSettings, SettingsError } from "../../lib/settings";
import { settingNames } from "../../lib/settings/setting-schemas";
import { examplePortal, settingsExample } from "../../lib/settings/settings-example";
import { acme, now, parseAcme } from "./acme";

function collectProblems(context: Record<string, unknown>) {
  try {
    parseSettings(context, now);
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
  throw new Error("These settings were expected to be refused.");
}

/** The notes but for the one that all nightly schedules on ONLYOFFICE's cloud have. */
function withoutCharges(notes: PortalSettings["notes"]) {
  return notes.filter(({ id }) => id !== "backups-beyond-the-free-ones");
}

describe("the settings of one portal", () => {
  test("need no more than the portal, the recipients and the sender", () => {
    expect(parseAcme()).toEqual({
      name: "acme",
      portalUrl: "https://acme.onlyoffice.com",
      reportTo: ["admin@example.com"],
      alertTo: ["admin@example.com"],
      alertTopicArn: undefined,
      sender: "backup@example.com",
      senderName: "DocSpace backup acme",
      senderIdentity: "existing",
      enabled: true,
      schedule: { at: { hour: 4, minute: 30 }, days: "daily", timeZone: "UTC" },
      storage: { type: "Documents" },
      dump: false,
      apiKeySecret: undefined,
      giveUpAfterHours: 12,
      retention: "off",
      maxPaidBackupsPerMonth: 0,
      monitoring: { alarms: "all", missedNightHours: 37 },
      docsUrl: undefined,
      testEvents: "off",
      notes: [{ id: "backups-beyond-the-free-ones", text: expect.any(String) }],
    });
  });

  test("mean the same as texts on the command line and as values in cdk.json", () => {
    const inJson = {
      name: "office",
      portalUrl: "https://acme.onlyoffice.com",
      reportTo: ["admin@example.com", "it@example.com"],
      sender: "backup@example.com",
      senderName: "Acme backup",
      senderIdentity: "create",
      enabled: false,
      at: "23:05",
      days: ["FRI", "MON"],
      timeZone: "Europe/Berlin",
      storageType: "ThirdPartyConsumer",
      storageParams: { module: "S3", bucket: "acme" },
      dump: true,
      apiKeySecret: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:docspace/acme-AbCdEf",
      giveUpAfterHours: 23,
      retention: { keepLast: 7 },
      maxPaidBackupsPerMonth: 5,
      alertTo: ["oncall@example.com", "it@example.com"],
      alertTopicArn: "arn:aws-cn:sns:cn-north-1:123456789012:oncall",
      monitoring: "on",
      docsUrl: "https://git.example.com/docs",
      testEvents: "use-existing",
    };
    const asTexts = {
      ...inJson,
      alertTo: "oncall@example.com,it@example.com",
      reportTo: "admin@example.com, it@example.com",
      enabled: "false",
      days: "mon,Fri",
      storageParams: '{"module":"S3","bucket":"acme"}',
      dump: "true",
      giveUpAfterHours: "23",
      retention: '{"keepLast":7}',
      maxPaidBackupsPerMonth: "5",
    };
    const [fromList] = parseSettings({ portals: [inJson] }, now);
    const [fromCommandLine] = parseSettings({ portals: [], ...asTexts }, now);
    expect(fromList).toMatchObject({
      name: "office",
      senderIdentity: "create",
      enabled: false,
      schedule: { at: { hour: 23, minute: 5 }, days: ["MON", "FRI"], timeZone: "Europe/Berlin" },
      storage: { type: "ThirdPartyConsumer", params: { module: "S3", bucket: "acme" } },
      dump: true,
      giveUpAfterHours: 23,
      retention: { keepLast: 7 },
      maxPaidBackupsPerMonth: 5,
      alertTo: ["oncall@example.com", "it@example.com"],
      alertTopicArn: "arn:aws-cn:sns:cn-north-1:123456789012:oncall",
      monitoring: { alarms: "all", missedNightHours: 4 * 24 + 1 + 23 + 1 },
    });
    expect(fromCommandLine).toEqual(fromList);
  });

  test.each([
    ["https://acme.onlyoffice.com/", "https://acme.onlyoffice.com"],
    ["HTTPS://Acme.Example:8443", "https://acme.example:8443"],
    ["https://bücher.example", "https://xn--bcher-kva.example"],
    ["http://localhost:8092", "http://localhost:8092"],
    ["http://portal.localhost", "http://portal.localhost"],
    ["http://127.0.0.1:8092", "http://127.0.0.1:8092"],
    ["http://[::1]:8092", "http://[::1]:8092"],
  ])("take %s as the portal's address", (portalUrl, origin) => {
    expect(parseAcme({ portalUrl }).portalUrl).toBe(origin);
  });

  test.each([
    ["https://acme.onlyoffice.com", "acme"],
    ["https://xn--bcher-kva.example", "xn-bcher-kva"],
    ["https://my_portal.example", "my-portal"],
    ["https://7eleven.example", "portal-7eleven"],
    ["https://_.example", "portal"],
    ["https://192.168.0.5", "ip-192-168-0-5"],
    ["http://[::1]:8092", "ip-1"],
    ["http://localhost:8092", "localhost"],
    [`https://${"a-".repeat(30)}z.example`, "a-".repeat(20).slice(0, -1)],
  ])("name %s after its host", (portalUrl, name) => {
    expect(parseAcme({ portalUrl }).name).toBe(name);
  });

  test.each(["o'brien+docspace@sub.example.co.uk", "a.b-c_d=e@xn--bcher-kva.example", "UPPER@Example.COM"])(
    "take %s as a mail address",
    (address) => {
      expect(parseAcme({ reportTo: address }).reportTo).toEqual([address]);
    },
  );

  test.each([
    ["daily", "daily"],
    ["Daily", "daily"],
    ["sun,mon,tue,wed,thu,fri,sat", "daily"],
    ["sat,MON,sat", ["MON", "SAT"]],
    [["SUN"], ["SUN"]],
  ])("take %j as days", (days, expected) => {
    const { schedule } = parseAcme({ days, monitoring: "no-missed-night-alarm" });
    expect(schedule.days).toEqual(expected);
  });

  test.each([
    ["europe/berlin", "Europe/Berlin"],
    ["Asia/Kolkata", "Asia/Kolkata"],
    ["utc", "UTC"],
    ["Etc/GMT+5", "Etc/GMT+5"],
    ["America/Port-au-Prince", "America/Port-au-Prince"],
  ])("take %s as a time zone", (timeZone, expected) => {
    expect(parseAcme({ timeZone }).schedule.timeZone).toBe(expected);
  });

  test.each([
    [
      { storageType: "documents", folderId: 42 },
      { type: "Documents", folderId: 42 },
    ],
    [{ folderId: "42" }, { type: "Documents", folderId: 42 }],
    [
      { storageType: "ThirdpartyDocuments", folderId: "sbox-7-a" },
      { type: "ThridpartyDocuments", folderId: "sbox-7-a" },
    ],
    [
      { storageType: "thridpartydocuments", folderId: "drive-1" },
      { type: "ThridpartyDocuments", folderId: "drive-1" },
    ],
    [
      { storageType: "Local", filePath: "/mnt/backup" },
      { type: "Local", filePath: "/mnt/backup" },
    ],
    [
      { storageType: "LOCAL", filePath: "D:\\backup" },
      { type: "Local", filePath: "D:\\backup" },
    ],
    [{ storageType: "DataStore" }, { type: "DataStore" }],
    [
      { storageType: "thirdpartyconsumer", storageParams: { module: "S3", bucket: "b" } },
      { type: "ThirdPartyConsumer", params: { module: "S3", bucket: "b" } },
    ],
  ])("take %j as a storage", (settings, storage) => {
    expect(parseAcme({ portalUrl: "https://docs.example", ...settings }).storage).toEqual(storage);
  });

  test.each([1, 9, 10, 19, 20, 23])("take %d hours as a time after which to give up", (hours) => {
    expect(parseAcme({ giveUpAfterHours: hours }).giveUpAfterHours).toBe(hours);
    expect(parseAcme({ giveUpAfterHours: `${hours}` }).giveUpAfterHours).toBe(hours);
  });

  test.each([
    ["off", "off"],
    [{ keepLast: 3 }, { keepLast: 3 }],
    [{ keepLast: 100 }, { keepLast: 100 }],
    ['{ "keepLast": 10 }', { keepLast: 10 }],
  ])("take %j as what is kept", (retention, expected) => {
    expect(parseAcme({ retention }).retention).toEqual(expected);
  });

  test.each([0, 9, 10, 99, 100])("take %d as a number of backups that may be charged", (count) => {
    expect(parseAcme({ maxPaidBackupsPerMonth: count }).maxPaidBackupsPerMonth).toBe(count);
    expect(parseAcme({ maxPaidBackupsPerMonth: `${count}` }).maxPaidBackupsPerMonth).toBe(count);
  });

  test("let a portal whose storage empties itself do without the default of what is kept", () => {
    const portalDefaults = { retention: { keepLast: 7 } };
    const own = { storageType: "DataStore", retention: "off" };
    const [kept, emptied] = parseSettings(
      { portalDefaults, portals: [acme, { ...acme, ...own, name: "other" }] },
      now,
    );
    expect([kept?.retention, emptied?.retention]).toEqual([{ keepLast: 7 }, "off"]);
  });

  test.each([
    ["that DataStore is emptied after a day", { storageType: "DataStore" }, "after 24 hours"],
    [
      "that nobody is told of a missed night",
      { monitoring: "no-missed-night-alarm", days: "SUN" },
      "no alarm for a missed night",
    ],
    ["that nobody is told of anything", { monitoring: "no-alarms-at-all" }, "nobody is told."],
    [
      "that there is nothing to tell somebody",
      { monitoring: "no-alarms-at-all", alertTo: "oncall@example.com" },
      "nobody is told. The setting alertTo is ignored.",
    ],
    [
      "that there is nothing to tell anybody",
      {
        monitoring: "no-alarms-at-all",
        alertTo: "oncall@example.com",
        alertTopicArn: "arn:aws:sns:eu-central-1:123456789012:oncall",
      },
      "The setting alertTo is ignored. The setting alertTopicArn is ignored.",
    ],
    [
      "that a single missed night may pass unheard",
      { giveUpAfterHours: 23, timeZone: "Europe/Berlin" },
      "looks back 49 hours, and with these days the backups before and after a missed one may be no more than 48 hours " +
        "apart. The next report shows the gap all the same. To be told, set giveUpAfterHours to 21 or less.",
    ],
    [
      "that one on two neighbouring days may",
      { days: "SUN,MON", giveUpAfterHours: 22, timeZone: "Europe/Berlin" },
      "looks back 168 hours, and with these days the backups before and after a missed one may be no more than 168 hours",
    ],
    [
      "that one on a weekday may",
      { days: "MON,TUE,WED,THU,FRI", giveUpAfterHours: 1 },
      "To be told, choose days that lie more evenly in the week.",
    ],
    [
      "that the cloud has no local storage",
      { storageType: "Local", filePath: "/backup" },
      "storage type Local",
    ],
    ["that the cloud makes no dump", { dump: true }, "A dump works only"],
    [
      "which backups are deleted",
      { retention: { keepLast: 7 } },
      "older ones are deleted from the portal: those beyond the newest 7, at most five a night, and only ones that this " +
        "stack started and verified itself.",
    ],
  ])("note %s", (_what, settings, text) => {
    expect(withoutCharges(parseAcme(settings).notes)).toEqual([
      { id: expect.any(String), text: expect.stringContaining(text) },
    ]);
  });

  test.each([
    {},
    { giveUpAfterHours: 22 },
    { giveUpAfterHours: 21, timeZone: "Europe/Berlin" },
    { days: "MON,WED,FRI" },
    { days: "MON,THU", giveUpAfterHours: 23, timeZone: "Europe/Berlin" },
  ])("note nothing about missed nights of which each rings: %j", (settings) => {
    expect(withoutCharges(parseAcme(settings).notes)).toEqual([]);
  });

  test.each([
    [
      "that each beyond the free ones is refused",
      {},
      "This schedule makes up to 31 backups a month, and on ONLYOFFICE's cloud a plan includes only a few free ones each " +
        "calendar month (UTC): two on paid plans, none on trial and free ones, when this was written. With " +
        "maxPaidBackupsPerMonth 0 each further one is refused before it could be charged.",
    ],
    [
      "that some beyond them are charged",
      { days: "MON,THU", maxPaidBackupsPerMonth: 5 },
      "up to 9 backups a month, .* With maxPaidBackupsPerMonth 5 each further one is charged when it completes, up to 5 a " +
        "month, and the others are refused before they could be\\.$",
    ],
    [
      "that each beyond them is charged",
      { days: "SUN", monitoring: "no-missed-night-alarm", maxPaidBackupsPerMonth: 5 },
      "up to 5 backups a month, .* With maxPaidBackupsPerMonth 5 each further one is charged when it completes\\.$",
    ],
  ])("note of a schedule on ONLYOFFICE's cloud %s", (_what, settings, text) => {
    const [note] = parseAcme(settings).notes;
    expect(note).toEqual({ id: "backups-beyond-the-free-ones", text: expect.any(String) });
    expect(note?.text).toMatch(new RegExp(text.replace(/[()]/g, "\\$&")));
  });

  test.each([
    ["acme.onlyoffice.com", true],
    ["acme.onlyoffice.sg", true],
    ["docspace.example.com", false],
    ["onlyoffice.com.example", false],
  ])("know whether backups of %s can be charged: %j", (host, canBe) => {
    const ids = parseAcme({ portalUrl: `https://${host}` }).notes.map(({ id }) => id);
    expect(ids.includes("backups-beyond-the-free-ones")).toBe(canBe);
  });

  test("note nothing about charges while the schedule is paused", () => {
    expect(parseAcme({ enabled: false }).notes).toEqual([]);
  });

  test("note each thing under a name of its own, whatever else there is to note", () => {
    const listIds = (settings: Record<string, unknown>) => parseAcme(settings).notes.map(({ id }) => id);
    const dump = { dump: true };
    expect(listIds(dump)).toEqual(["no-dump-in-cloud", "backups-beyond-the-free-ones"]);
    expect(listIds({ ...dump, retention: { keepLast: 3 } })).toEqual([
      "no-dump-in-cloud",
      "backups-beyond-the-free-ones",
      "retention-deletes",
    ]);
    expect(listIds({ ...dump, storageType: "DataStore", monitoring: "no-alarms-at-all" })).toEqual([
      "portal-deletes-backup",
      "no-dump-in-cloud",
      "backups-beyond-the-free-ones",
      "no-alarms",
    ]);
  });

  test("note nothing about a dump or a local folder of a self-hosted portal", () => {
    const settings = {
      portalUrl: "https://docs.example",
      dump: true,
      storageType: "Local",
      filePath: "/backup",
    };
    expect(parseAcme(settings).notes).toEqual([]);
  });
});

test("a portal that is backed up twice is noted, and both are made", () => {
  const portals = [acme, { ...acme, name: "second" }];
  const [first, second] = parseSettings({ portals }, now);
  expect(first?.notes.map(({ id }) => id)).toEqual(["backups-beyond-the-free-ones"]);
  expect(second?.notes.at(-1)).toEqual({
    id: "same-portal-twice",
    text: expect.stringMatching(/^acme backs up https:\/\/acme\.onlyoffice\.com as well/),
  });
});

describe("the CDK context", () => {
  test("gives each entry of portals in order", () => {
    const portals = [acme, { ...acme, portalUrl: "https://beta.onlyoffice.com" }];
    expect(parseSettings({ portals }, now).map(({ name }) => name)).toEqual(["acme", "beta"]);
  });

  test("may hold whatever belongs to the CDK", () => {
    const context = {
      ...acme,
      "aws:cdk:bundling-stacks": [],
      "@aws-cdk/core:something": true,
      "vpc-provider:account=1:region=x": {},
      "acknowledged-issue-numbers": [1],
      "cli-telemetry": false,
    };
    expect(parseSettings(context, now)).toHaveLength(1);
  });

  test("without any settings is refused with what is required and a complete example", () => {
    const { message } = collectProblems({ portals: [], "@aws-cdk/core:something": true });
    expect(message).toContain("portals in cdk.json has no entry, and the command line has no settings");
    expect(message).toContain("at least portalUrl, reportTo and sender");
    expect(message).toContain(settingsExample);
  });

  test.each([
    ["a text that is no JSON", { portals: "[{portalUrl:https://acme.example}]" }, "portals"],
    ["JSON of something else", { portals: "7" }, "portals"],
    ["an object", { portals: { ...acme } }, "portals"],
    ["null", { portals: null }, "portals"],
    ["a list of texts", { portals: ["https://acme.onlyoffice.com"] }, "portals[0]"],
    ["a list in a list", { portals: [acme, [acme]] }, "portals[1]"],
    ["a list with a gap", { portals: [null] }, "portals[0]"],
  ])("with %s for portals is refused", (_what, context, path) => {
    expect(collectProblems(context).problems).toEqual([
      expect.objectContaining({
        path,
        expected: expect.stringContaining("a list with an object for each portal"),
      }),
    ]);
  });

  test("as JSON text, as the command line gives a list, takes the place of the list in cdk.json", () => {
    expect(parseSettings({ portals: JSON.stringify([acme]) }, now)).toEqual(
      parseSettings({ portals: [acme] }, now),
    );
  });

  test("as JSON text takes the place of the defaults in cdk.json too", () => {
    const portals = [acme];
    expect(parseSettings({ portals, portalDefaults: '{"at":"05:00"}' }, now)).toEqual(
      parseSettings({ portals: [{ ...acme, at: "05:00" }] }, now),
    );
  });

  test("gives each portal the defaults where it has nothing of its own, as whole values", () => {
    const portalDefaults = {
      reportTo: ["admin@example.com"],
      sender: "backup@example.com",
      timeZone: "Europe/Berlin",
      storageType: "ThirdPartyConsumer",
      storageParams: { module: "S3", bucket: "acme", region: "eu-central-1" },
    };
    const own = { reportTo: "it@example.com", storageParams: { module: "GoogleCloud" } };
    const portals = [{ portalUrl: "https://acme.example" }, { portalUrl: "https://beta.example", ...own }];
    const [first, second] = parseSettings({ portals, portalDefaults }, now);
    expect(first).toEqual(parseSettings({ portals: [{ ...portalDefaults, ...portals[0] }] }, now)[0]);
    expect(second).toMatchObject({
      name: "beta",
      reportTo: ["it@example.com"],
      sender: "backup@example.com",
      schedule: { timeZone: "Europe/Berlin" },
      storage: { type: "ThirdPartyConsumer", params: { module: "GoogleCloud" } },
    });
  });

  test("without portals is checked for mistakes in the defaults all the same", () => {
    const { problems } = collectProblems({ portals: [], portalDefaults: { at: "4:30" } });
    expect(problems.map(({ path }) => path)).toEqual(["portalDefaults.at", "portals"]);
  });

  test("with no defaults, as the command line can write it, is the same as without", () => {
    expect(parseSettings({ portals: [], portalDefaults: "{}", ...acme }, now)).toEqual(
      parseSettings({ portals: [acme] }, now),
    );
  });

  test("with both a list and settings on the command line is refused, and the list is checked all the same", () => {
    const { problems } = collectProblems({
      portals: [{ ...acme, at: "4:30" }],
      at: "05:00",
      timezone: "UTC",
    });
    expect(problems.map(({ path, found }) => `${path} ${found}`)).toEqual([
      'at is "05:00" beside the list portals',
      'timezone is "UTC" beside the list portals',
      'portals[0].at is "4:30"',
    ]);
  });

  test("with two portals of one name is refused, whether the name was given or taken from the host", () => {
    const namesake = { ...acme, portalUrl: "https://acme.example" };
    const [implied] = collectProblems({ portals: [acme, namesake] }).problems;
    expect(implied).toMatchObject({
      path: "portals[1].name",
      found: 'is "acme", after the portal\'s host',
      reason: "portals[0].name is the same",
      example: '"name": "acme-2"',
    });
    const [given] = collectProblems({ portals: [acme, { ...namesake, name: "acme" }] }).problems;
    expect(given).toMatchObject({ path: "portals[1].name", found: 'is "acme"' });
  });

  test("with two portals that create the same sender is refused", () => {
    const first = { ...acme, senderIdentity: "create" };
    const second = { ...first, portalUrl: "https://beta.onlyoffice.com" };
    expect(collectProblems({ portals: [first, second] }).problems).toEqual([
      {
        path: "portals[1].senderIdentity",
        found: 'is "create"',
        reason: "portals[0] creates backup@example.com already",
        expected: '"create" for one portal, "existing" for the others with this sender',
        example: '"senderIdentity": "existing"',
      },
    ]);
    expect(parseSettings({ portals: [first, { ...second, senderIdentity: "existing" }] }, now)).toHaveLength(
      2,
    );
  });
});

describe("a settings error", () => {
  test("tells all problems of all portals at once", () => {
    const portals = [
      { ...acme, at: "25:00", timeZone: "Europe/Berln" },
      { portalUrl: "http://beta.example", storageType: "Local" },
    ];
    expect(collectProblems({ portals }).problems.map(({ path }) => path)).toEqual([
      "portals[0].at",
      "portals[0].timeZone",
      "portals[1].portalUrl",
      "portals[1].reportTo",
      "portals[1].sender",
      "portals[1].filePath",
    ]);
  });

  test("reads as path, value, reason, expectation and example", () => {
    const { message } = collectProblems({ portals: [{ ...acme, portalUrl: "http://acme.example" }] });
    expect(message.split("\n\n").slice(0, 2).join("\n\n")).toBe(
      `There is a problem with the settings.

portals[0].portalUrl is "http://acme.example": the API key would travel unencrypted; http is only for this machine (localhost).
    expected: the portal's address: https:// and the host, nothing after it
    example:  "portalUrl": "https://acme.onlyoffice.com"`,
    );
  });

  test("writes examples the way in which the settings were given", () => {
    const { problems } = collectProblems({ ...acme, reportTo: "", storageType: "ThirdPartyConsumer" });
    expect(problems.map(({ path, example }) => [path, example])).toEqual([
      ["-c reportTo", "-c reportTo=admin@example.com,it@example.com"],
      [
        "-c storageParams",
        `-c 'storageParams={"module":"S3","bucket":"acme-docspace","region":"eu-central-1"}'`,
      ],
    ]);
  });

  test("ends with an example that works in both forms", () => {
    const list = /"portals": (\[[\s\S]*?\n {2}\])/.exec(settingsExample)?.[1] ?? "";
    const options = [...settingsExample.matchAll(/-c (\w+)=(\S+)/g)].map(([, name, value]) => [name, value]);
    const fromList = parseSettings({ portals: JSON.parse(list) }, now);
    expect(fromList).toMatchObject([{ name: examplePortal.name, reportTo: examplePortal.reportTo }]);
    expect(parseSettings(Object.fromEntries(options), now)).toEqual(fromList);
    for (const name of settingNames) expect(settingsExample).toContain(name);
  });
});

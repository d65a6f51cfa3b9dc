import { ConfigurationError, readConfiguration, readMailConfiguration } from "../../lambda/configuration";
import { environment } from "./sample-environment";

describe("the function's environment", () => {
  it("is read as the stack wrote it", () => {
    expect(readConfiguration(environment)).toEqual({
      backupName: "acme",
      portalUrl: "https://acme.onlyoffice.com",
      apiKeySecretArn: environment.API_KEY_SECRET_ARN,
      storage: { type: "Documents", params: { folderId: "42" } },
      dump: false,
      timeZone: "Europe/Berlin",
      schedule: { hour: 4, minute: 30, days: [0, 1, 2, 3, 4, 5, 6] },
      giveUpAfterMs: 12 * 3_600_000,
      keepLast: undefined,
      maxPaidBackupsPerMonth: 0,
      docsUrl: "https://git.example.com/docspace-backup/docs",
      ledgerTable: environment.LEDGER_TABLE,
      wakeUpGroup: environment.WAKE_UP_GROUP,
      wakeUpRoleArn: environment.WAKE_UP_ROLE_ARN,
    });
    expect(readMailConfiguration(environment)).toEqual({
      sender: "DocSpace backup acme <backup@example.com>",
      recipients: ["admin@example.com", "deputy@example.com"],
    });
  });

  it("knows a schedule of some days, one that is paused, and a deployment without a place for its documentation", () => {
    expect(readConfiguration({ ...environment, SCHEDULE: "23:05 MON FRI" }).schedule).toEqual({
      hour: 23,
      minute: 5,
      days: [1, 5],
    });
    const bare = readConfiguration({ ...environment, SCHEDULE: "paused", DOCS_URL: "" });
    expect([bare.schedule, bare.docsUrl]).toEqual(["paused", undefined]);
  });

  it.each([
    ["3", 3],
    ["10", 10],
    ["100", 100],
    ["", undefined],
  ])("that says %j of what is kept means %j", (value, keepLast) => {
    expect(readConfiguration({ ...environment, KEEP_LAST: value }).keepLast).toBe(keepLast);
  });

  it.each([0, 9, 10, 100])("allows %d paid backups a month", (count) => {
    const variables = { ...environment, MAX_PAID_BACKUPS_PER_MONTH: `${count}` };
    expect(readConfiguration(variables).maxPaidBackupsPerMonth).toBe(count);
  });

  it.each([
    ["SCHEDULE", "04:30", 'SCHEDULE is "04:30": expected a time and days, or paused'],
    ["DOCS_URL", "docs", 'DOCS_URL is "docs": expected an address, or nothing'],
    ["BACKUP_NAME", "", 'BACKUP_NAME is ""'],
    [
      "PORTAL_URL",
      "acme.onlyoffice.com",
      'PORTAL_URL is "acme.onlyoffice.com": expected the portal\'s address',
    ],
    ["API_KEY_SECRET_ARN", undefined, "API_KEY_SECRET_ARN is missing"],
    ["STORAGE_TYPE", "CustomCloud", 'STORAGE_TYPE is "CustomCloud": expected one of Documents'],
    ["STORAGE_PARAMS", '{"folderId":42}', "expected a JSON object of strings"],
    ["STORAGE_PARAMS", "{", "expected a JSON object of strings"],
    ["DUMP", "yes", 'DUMP is "yes": expected true or false'],
    ["GIVE_UP_AFTER_HOURS", "24", 'GIVE_UP_AFTER_HOURS is "24": expected a number of hours from 1 to 23'],
    ["GIVE_UP_AFTER_HOURS", "0", "expected a number of hours"],
    ["GIVE_UP_AFTER_HOURS", "1.5", "expected a number of hours"],
    ["KEEP_LAST", undefined, "KEEP_LAST is missing: expected a number of backups from 3 to 100, or nothing"],
    ["KEEP_LAST", "2", 'KEEP_LAST is "2": expected a number of backups from 3 to 100'],
    ["KEEP_LAST", "101", "expected a number of backups"],
    ["KEEP_LAST", "0", "expected a number of backups"],
    ["KEEP_LAST", "7.5", "expected a number of backups"],
    ["KEEP_LAST", " ", "expected a number of backups"],
    ["MAX_PAID_BACKUPS_PER_MONTH", undefined, "MAX_PAID_BACKUPS_PER_MONTH is missing"],
    ["MAX_PAID_BACKUPS_PER_MONTH", "", "expected a number of backups from 0 to 100"],
    ["MAX_PAID_BACKUPS_PER_MONTH", "101", "expected a number of backups from 0 to 100"],
    ["MAX_PAID_BACKUPS_PER_MONTH", "-1", "expected a number of backups from 0 to 100"],
    ["SCHEDULE", "x04:30 SUN", "expected a time and days"],
    ["SCHEDULE", "04:30 SUNDAY", "expected a time and days"],
    ["STORAGE_TYPE", "", "Documents, "],
    ["BACKUP_NAME", undefined, "BACKUP_NAME is missing: expected the backup's name"],
    ["API_KEY_SECRET_ARN", "", "expected the ARN of a secret"],
    ["LEDGER_TABLE", undefined, "LEDGER_TABLE is missing: expected the name of a DynamoDB table"],
    ["WAKE_UP_GROUP", undefined, "WAKE_UP_GROUP is missing: expected the name of a schedule group"],
    ["WAKE_UP_ROLE_ARN", undefined, "WAKE_UP_ROLE_ARN is missing: expected the ARN of a role"],
    ["TIME_ZONE", "Mars/Olympus", "expected an IANA time zone"],
  ])("is refused where %s is %j", (name, value, message) => {
    const read = () => readConfiguration({ ...environment, [name]: value });
    expect(read).toThrow(ConfigurationError);
    expect(read).toThrow(message);
    expect(read).toThrow("Deploy the stack again");
  });

  it.each([
    ["SENDER", "nobody", "expected a mail address"],
    ["REPORT_TO", "admin@example.com,", "expected mail addresses separated by commas"],
  ])("is refused where %s is %j", (name, value, message) => {
    const read = () => readMailConfiguration({ ...environment, [name]: value });
    expect(read).toThrow(ConfigurationError);
    expect(read).toThrow(message);
  });

  it("knows all days of a week, and may have spaces between addresses", () => {
    const days = "SUN MON TUE WED THU FRI SAT".split(" ");
    expect(
      days.map((day) => readConfiguration({ ...environment, SCHEDULE: `04:30 ${day}` }).schedule),
    ).toMatchObject(days.map((_, number) => ({ days: [number] })));
    const spaced = readMailConfiguration({ ...environment, REPORT_TO: "a@example.com, b@example.com " });
    expect(spaced.recipients).toEqual(["a@example.com", "b@example.com"]);
  });
});

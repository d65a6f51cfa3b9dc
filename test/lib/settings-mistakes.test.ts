import { parseSettings, SettingsError } from "../../lib/settings";
import { acme, now } from "./acme";

interface Mistake {
  readonly title: string;
  /** Added to the required settings; undefined takes one away. */
  readonly settings: Record<string, unknown>;
  /** What the first line has to say: place, value and what is wrong with it. */
  readonly says: string;
  readonly expected: RegExp;
  /** How to write it instead; undefined if there is nothing to write. */
  readonly example: string | undefined;
}

const addresses = /1 to 50 plain mail addresses/;
const url = { expected: /https:\/\/ and the host/, example: '"portalUrl": "https://acme.onlyoffice.com"' };
const reportTo = { expected: addresses, example: '"reportTo": ["admin@example.com","it@example.com"]' };
const sender = { expected: /verified in SES/, example: '"sender": "backup@example.com"' };
const senderName = { expected: /the name that mail programs show/, example: '"senderName": "Acme backup"' };
const docsUrl = {
  expected: /address below which/,
  example: '"docsUrl": "https://github.com/acme/docspace-backup/blob/main/docs"',
};
const name = { expected: /small letters, digits and hyphens/, example: '"name": "acme"' };
const at = { expected: /from 00:00 to 23:59/, example: '"at": "04:30"' };
const days = { expected: /"daily", or some of MON/, example: '"days": ["MON","WED","FRI"]' };
const timeZone = { expected: /IANA name/, example: '"timeZone": "Europe/Berlin"' };
const storageType = { expected: /one of Documents, Thridparty/, example: '"storageType": "Documents"' };
const folderId = { expected: /the folder that takes the archive/, example: '"folderId": 1234' };
const filePath = { expected: /the absolute path/, example: '"filePath": "/var/backups/docspace"' };
const storageParams = { expected: /an object of texts/, example: expect.stringContaining('"module":"S3"') };
const arn = { expected: /complete ARN/, example: expect.stringContaining("arn:aws:secretsmanager:") };
const giveUpAfterHours = { expected: /a whole number from 1 to 23/, example: '"giveUpAfterHours": 12' };
const alertTo = {
  expected: /1 to 50 plain mail addresses that alarms/,
  example: '"alertTo": ["oncall@example.com"]',
};
const alertTopicArn = {
  expected: /an existing SNS topic/,
  example: '"alertTopicArn": "arn:aws:sns:eu-central-1:123456789012:oncall"',
};
const monitoring = { expected: /^"on"; or, spelt out because nobody is told/, example: '"monitoring": "on"' };
const retention = { expected: /^"off"; or an object with keepLast/, example: '"retention": {"keepLast":7}' };
const maxPaidBackupsPerMonth = {
  expected: /a whole number from 0, which refuses each that would be, to 100$/,
  example: '"maxPaidBackupsPerMonth": 5',
};
const allSettings = {
  expected: /^one of name, portalUrl, reportTo, .*, docsUrl, testEvents$/,
  example: undefined,
};

const mistakes: Mistake[] = [
  { title: "no portal", settings: { portalUrl: undefined }, says: "portalUrl is missing", ...url },
  {
    title: "a host alone",
    settings: { portalUrl: "acme.onlyoffice.com" },
    says: 'portalUrl is "acme.onlyoffice.com": it does not start with https://',
    ...url,
  },
  {
    title: "another protocol",
    settings: { portalUrl: "ftp://acme.example" },
    says: "it does not start with https://",
    ...url,
  },
  {
    title: "a broken URL",
    settings: { portalUrl: "https://" },
    says: 'portalUrl is "https://": it is not a URL',
    ...url,
  },
  {
    title: "http to the internet",
    settings: { portalUrl: "http://acme.example" },
    says: "would travel unencrypted",
    ...url,
  },
  {
    title: "http to a host that begins like the loopback",
    settings: { portalUrl: "http://127.0.0.1.example" },
    says: "would travel unencrypted",
    ...url,
  },
  {
    title: "credentials in the URL, which it does not repeat",
    settings: { portalUrl: "https://bob:cret@acme.example" },
    says: 'portalUrl is "https://…@acme.example": it holds a user name or password',
    ...url,
  },
  {
    title: "a token in the URL, which it does not repeat",
    settings: { portalUrl: "https://cret@acme.example" },
    says: 'portalUrl is "https://…@acme.example": it holds a user name or password',
    ...url,
  },
  {
    title: "credentials that break the URL, which it does not repeat",
    settings: { portalUrl: "https://bob:s/e@cret@acme.example" },
    says: 'portalUrl is "https://…@acme.example": it is not a URL',
    ...url,
  },
  {
    title: "a path",
    settings: { portalUrl: "https://acme.example/rooms/" },
    says: "it has a path, query or fragment; write https://acme.example",
    ...url,
  },
  {
    title: "a query",
    settings: { portalUrl: "https://acme.example?a=1" },
    says: "it has a path, query or fragment",
    ...url,
  },
  {
    title: "a fragment",
    settings: { portalUrl: "https://acme.example/#x" },
    says: "it has a path, query or fragment",
    ...url,
  },
  {
    title: "a line break in the URL",
    settings: { portalUrl: "https://acme.example\n" },
    says: 'portalUrl is "https://acme.example\\n": a URL holds no white space',
    ...url,
  },
  { title: "a number for a URL", settings: { portalUrl: 5 }, says: "portalUrl is 5.", ...url },

  { title: "no recipients", settings: { reportTo: undefined }, says: "reportTo is missing", ...reportTo },
  {
    title: "an empty list of recipients",
    settings: { reportTo: [] },
    says: "reportTo is []: the report needs somebody to go to",
    ...reportTo,
  },
  {
    title: "a comma too many",
    settings: { reportTo: "a@example.com," },
    says: 'reportTo[1] is "": an address has exactly one @',
    ...reportTo,
  },
  {
    title: "a display name",
    settings: { reportTo: ["Admin <a@example.com>"] },
    says: "an address holds no white space",
    ...reportTo,
  },
  {
    title: "angle brackets",
    settings: { reportTo: ["<a@example.com>"] },
    says: "only the address itself",
    ...reportTo,
  },
  {
    title: "a header smuggled in",
    settings: { reportTo: ["a@example.com\r\nBcc: b@example.com"] },
    says: 'reportTo[0] is "a@example.com\\r\\nBcc: b@example.com": an address holds no white space',
    ...reportTo,
  },
  { title: "two @", settings: { reportTo: ["a@b@example.com"] }, says: "exactly one @", ...reportTo },
  {
    title: "umlauts before the @",
    settings: { reportTo: ["jürgen@example.com"] },
    says: "only ASCII characters before the @",
    ...reportTo,
  },
  {
    title: "umlauts after the @",
    settings: { reportTo: ["a@bücher.example"] },
    says: "in its ASCII form, xn--bcher-kva.example",
    ...reportTo,
  },
  {
    title: "what IAM could read as a policy variable",
    settings: { reportTo: ["$user@example.com"] },
    says: "the part before the @ is not one that SES takes",
    ...reportTo,
  },
  {
    title: "a dot at the edge",
    settings: { reportTo: ["a.@example.com"] },
    says: "the part before the @ is not one",
    ...reportTo,
  },
  {
    title: "a part before the @ of 65 characters",
    settings: { reportTo: [`${"a".repeat(65)}@example.com`] },
    says: "the part before the @ is not one",
    ...reportTo,
  },
  {
    title: "a domain without a dot",
    settings: { reportTo: "admin@localhost" },
    says: 'reportTo[0] is "admin@localhost": the part after the @ is not a domain',
    ...reportTo,
  },
  {
    title: "a domain of 254 characters",
    settings: { reportTo: `a@${"b.".repeat(126)}cc` },
    says: "the part after the @ is not a domain",
    ...reportTo,
  },
  {
    title: "51 recipients",
    settings: { reportTo: Array.from({ length: 51 }, (_, i) => `a${i}@example.com`) },
    says: "these are 51",
    ...reportTo,
  },
  {
    title: "a character more of recipients than the environment holds",
    settings: {
      reportTo: Array.from({ length: 50 }, (_, i) => `${"a".repeat(i === 0 ? 11 : 9)}${i + 10}@example.com`),
    },
    says: "together they are longer than 1200 characters; use a distribution list",
    ...reportTo,
  },
  {
    title: "the same recipient twice",
    settings: { reportTo: ["a@example.com", "A@Example.com"] },
    says: "a@example.com is in it twice",
    ...reportTo,
  },
  {
    title: "a number among the recipients",
    settings: { reportTo: [7] },
    says: "reportTo[0] is 7.",
    ...reportTo,
  },

  { title: "an empty name of the sender", settings: { senderName: " " }, says: "it is empty", ...senderName },
  {
    title: "a name of the sender that holds a line break",
    settings: { senderName: "Acme\r\nBcc: x" },
    says: "it holds a character that cannot be seen",
    ...senderName,
  },
  {
    title: "a long name of the sender",
    settings: { senderName: "x".repeat(61) },
    says: "it is longer than 60 bytes",
    ...senderName,
  },
  {
    title: "a place of the documentation that is a file of this machine",
    settings: { docsUrl: "docs" },
    says: 'docsUrl is "docs": it is not a https:// address',
    ...docsUrl,
  },
  {
    title: "a place of the documentation with a password",
    settings: { docsUrl: "https://me:secret@git.example.com/docs" },
    says: "it holds a user name or password",
    ...docsUrl,
  },
  {
    title: "a place of the documentation with a query",
    settings: { docsUrl: "https://git.example.com/docs?ref=main" },
    says: "it has a query or fragment",
    ...docsUrl,
  },
  {
    title: "a long place of the documentation",
    settings: { docsUrl: `https://git.example.com/${"d".repeat(180)}` },
    says: "it is longer than 150 characters",
    ...docsUrl,
  },
  { title: "no sender", settings: { sender: undefined }, says: "sender is missing", ...sender },
  {
    title: "two senders",
    settings: { sender: "a@example.com,b@example.com" },
    says: "only the address itself",
    ...sender,
  },
  { title: "null for a sender", settings: { sender: null }, says: "sender is null.", ...sender },
  {
    title: "an unknown sender identity",
    settings: { senderIdentity: "new" },
    says: 'senderIdentity is "new".',
    expected: /"existing" if SES knows/,
    example: '"senderIdentity": "create"',
  },

  {
    title: "capitals in the name",
    settings: { name: "Acme" },
    says: 'name is "Acme": it holds other characters',
    ...name,
  },
  { title: "a name that starts with a digit", settings: { name: "1st" }, says: 'name is "1st"', ...name },
  { title: "an empty name", settings: { name: "" }, says: 'name is ""', ...name },
  {
    title: "a name of 41 characters",
    settings: { name: "a".repeat(41) },
    says: "it is longer than 40 characters",
    ...name,
  },

  {
    title: "a word for enabled",
    settings: { enabled: "no" },
    says: 'enabled is "no".',
    expected: /true, or false to pause/,
    example: '"enabled": false',
  },
  {
    title: "a word for dump",
    settings: { dump: "yes" },
    says: 'dump is "yes".',
    expected: /a whole self-hosted installation/,
    example: '"dump": true',
  },
  {
    title: "a number for dump",
    settings: { dump: 1 },
    says: "dump is 1.",
    expected: /a whole self-hosted installation/,
    example: '"dump": true',
  },

  {
    title: "an hour of one digit",
    settings: { at: "4:30" },
    says: 'at is "4:30": it is not a time of day',
    ...at,
  },
  { title: "24 o'clock", settings: { at: "24:00" }, says: 'at is "24:00": it is not a time of day', ...at },
  { title: "a time with seconds", settings: { at: "04:30:00" }, says: "it is not a time of day", ...at },
  { title: "a number for a time", settings: { at: 430 }, says: "at is 430.", ...at },
  {
    title: "a time that spring skips",
    settings: { at: "02:30", timeZone: "Europe/Berlin" },
    says: 'at is "02:30": on 2027-03-28 the clocks in Europe/Berlin jump from 02:00 to 03:00',
    expected: at.expected,
    example: '"at": "03:00"',
  },
  { title: "no days", settings: { days: [] }, says: "days is []: there is no day in it", ...days },
  {
    title: "an unknown day",
    settings: { days: "MON,DIE" },
    says: 'days[1] is "DIE": it is not a day',
    ...days,
  },
  {
    title: "daily and a day",
    settings: { days: ["daily", "MON"] },
    says: "either daily or certain days",
    ...days,
  },
  { title: "numbers for days", settings: { days: [1] }, says: "days[0] is 1.", ...days },
  {
    title: "a misspelt zone",
    settings: { timeZone: "Europe/Berln" },
    says: 'timeZone is "Europe/Berln": the IANA database has no zone',
    ...timeZone,
  },
  {
    title: "an offset for a zone",
    settings: { timeZone: "+01:00" },
    says: 'timeZone is "+01:00": the IANA database has no zone',
    ...timeZone,
  },
  {
    title: "a timestamp for a zone",
    settings: { timeZone: "2026-01-01T00:00Z[Europe/Berlin]" },
    says: "the IANA database has no zone",
    ...timeZone,
  },
  { title: "no text for a zone", settings: { timeZone: true }, says: "timeZone is true.", ...timeZone },

  {
    title: "an unknown storage",
    settings: { storageType: "S3" },
    says: 'storageType is "S3": DocSpace has no such storage',
    ...storageType,
  },
  {
    title: "the storage that never works",
    settings: { storageType: "customcloud" },
    says: "the backup then dies of an unknown storage type",
    ...storageType,
  },
  { title: "a storage by number", settings: { storageType: 0 }, says: "storageType is 0.", ...storageType },
  {
    title: "a folder of the portal by name",
    settings: { folderId: "Backups" },
    says: 'folderId is "Backups": for Documents it is a positive whole number',
    ...folderId,
  },
  {
    title: "a fraction of a folder",
    settings: { folderId: 1.5 },
    says: "folderId is 1.5: for Documents",
    ...folderId,
  },
  { title: "folder 0", settings: { folderId: 0 }, says: "folderId is 0: for Documents", ...folderId },
  {
    title: "a folder beyond 32 bits",
    settings: { folderId: 2147483648 },
    says: "folderId is 2147483648: for Documents",
    ...folderId,
  },
  {
    title: "an empty folder",
    settings: { folderId: "" },
    says: 'folderId is "": an id is not empty',
    ...folderId,
  },
  { title: "a list of folders", settings: { folderId: [1] }, says: "folderId is [1].", ...folderId },
  {
    title: "a connected account without a folder",
    settings: { storageType: "ThirdpartyDocuments" },
    says: "folderId is missing: ThridpartyDocuments needs the folder of a connected account",
    ...folderId,
  },
  {
    title: "a connected account with a folder of the portal",
    settings: { storageType: "ThridpartyDocuments", folderId: 42 },
    says: "folderId is 42: a number is a folder of the portal itself",
    ...folderId,
  },
  {
    title: "a storage that has no folder",
    settings: { storageType: "DataStore", folderId: 42 },
    says: "folderId is 42: storageType DataStore has no use for it",
    ...folderId,
  },
  {
    title: "a local storage without a path",
    settings: { storageType: "Local" },
    says: "filePath is missing: Local needs the folder on the server",
    ...filePath,
  },
  {
    title: "a relative path",
    settings: { storageType: "Local", filePath: "backup" },
    says: 'filePath is "backup": it is not an absolute path',
    ...filePath,
  },
  {
    title: "a path with a line break",
    settings: { storageType: "Local", filePath: "/a\nb" },
    says: "a path holds no control characters",
    ...filePath,
  },
  {
    title: "a path of a character more than the environment can hold",
    settings: { storageType: "Local", filePath: `/${"a".repeat(729)}` },
    says: "as JSON it is longer than 750 characters",
    ...filePath,
  },
  {
    title: "parameters that the environment cannot hold because of their quotation marks",
    settings: { storageType: "ThirdPartyConsumer", storageParams: { module: "S3", x: '"'.repeat(250) } },
    says: "as JSON it is longer than 750 characters",
    ...storageParams,
  },
  {
    title: "a path for Documents",
    settings: { filePath: "/backup" },
    says: 'filePath is "/backup": storageType Documents has no use for it',
    ...filePath,
  },
  {
    title: "a consumer without parameters",
    settings: { storageType: "ThirdPartyConsumer" },
    says: "storageParams is missing: ThirdPartyConsumer needs at least the module",
    ...storageParams,
  },
  {
    title: "a consumer without a module",
    settings: { storageType: "ThirdPartyConsumer", storageParams: { bucket: "b" } },
    says: 'storageParams is {"bucket":"b"}: ThirdPartyConsumer needs at least the module',
    ...storageParams,
  },
  {
    title: "an empty module",
    settings: { storageType: "ThirdPartyConsumer", storageParams: { module: "" } },
    says: 'storageParams.module is "": it is empty',
    ...storageParams,
  },
  {
    title: "a number among the parameters",
    settings: { storageType: "ThirdPartyConsumer", storageParams: { module: "S3", port: 5 } },
    says: "storageParams.port is 5.",
    ...storageParams,
  },
  {
    title: "parameters that are not JSON",
    settings: { storageType: "ThirdPartyConsumer", storageParams: "module=S3" },
    says: 'storageParams is "module=S3"',
    ...storageParams,
  },
  {
    title: "parameters that nobody asked for",
    settings: { storageParams: { module: "S3" } },
    says: "storageType Documents has no use for it",
    ...storageParams,
  },

  {
    title: "a secret's name",
    settings: { apiKeySecret: "docspace/acme" },
    says: 'apiKeySecret is "docspace/acme": it is not an ARN',
    ...arn,
  },
  {
    title: "a partial ARN",
    settings: { apiKeySecret: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:docspace" },
    says: "it is not the complete ARN",
    ...arn,
  },
  {
    title: "the key in the place of its secret, which it does not repeat",
    settings: { apiKeySecret: `sk-${"0a".repeat(32)}` },
    says: 'apiKeySecret is "sk-…": it is not an ARN',
    ...arn,
  },
  {
    title: "the key itself, which it does not repeat",
    settings: { apiKey: "hunter2hunter2" },
    says: "apiKey is not a setting: the API key itself does not belong in the settings",
    expected: /^nothing here; .* npm run set-api-key$/,
    example: undefined,
  },

  {
    title: "no hours",
    settings: { giveUpAfterHours: 0 },
    says: "giveUpAfterHours is 0: it is not a whole number from 1 to 23",
    ...giveUpAfterHours,
  },
  {
    title: "a whole day of hours",
    settings: { giveUpAfterHours: "24" },
    says: 'giveUpAfterHours is "24": it is not a whole number from 1 to 23',
    ...giveUpAfterHours,
  },
  {
    title: "a negative number of hours",
    settings: { giveUpAfterHours: -1 },
    says: "giveUpAfterHours is -1: it is not",
    ...giveUpAfterHours,
  },
  {
    title: "half an hour",
    settings: { giveUpAfterHours: 1.5 },
    says: "giveUpAfterHours is 1.5: it is not",
    ...giveUpAfterHours,
  },
  {
    title: "hours with their unit",
    settings: { giveUpAfterHours: "12h" },
    says: 'giveUpAfterHours is "12h": it is not',
    ...giveUpAfterHours,
  },
  {
    title: "an empty text for hours",
    settings: { giveUpAfterHours: "" },
    says: 'giveUpAfterHours is "": it is not',
    ...giveUpAfterHours,
  },
  {
    title: "a number of hours that only JavaScript reads as one",
    settings: { giveUpAfterHours: "0x0c" },
    says: 'giveUpAfterHours is "0x0c": it is not',
    ...giveUpAfterHours,
  },
  {
    title: "true for hours",
    settings: { giveUpAfterHours: true },
    says: "giveUpAfterHours is true.",
    ...giveUpAfterHours,
  },

  {
    title: "fewer backups kept than three",
    settings: { retention: { keepLast: 2 } },
    says: "retention.keepLast is 2: never fewer than three are kept",
    ...retention,
  },
  {
    title: "no backups kept",
    settings: { retention: '{"keepLast":0}' },
    says: "retention.keepLast is 0: never fewer than three are kept",
    ...retention,
  },
  {
    title: "more backups kept than the history is good for",
    settings: { retention: { keepLast: 101 } },
    says: "retention.keepLast is 101: it is more than 100",
    ...retention,
  },
  {
    title: "half a backup kept",
    settings: { retention: { keepLast: 7.5 } },
    says: "retention.keepLast is 7.5: it is not a whole number",
    ...retention,
  },
  {
    title: "a text for the backups that are kept",
    settings: { retention: { keepLast: "7" } },
    says: 'retention.keepLast is "7".',
    ...retention,
  },
  {
    title: "a retention that does not say how many are kept",
    settings: { retention: {} },
    says: "retention.keepLast is missing.",
    ...retention,
  },
  {
    title: "a retention that says more than how many are kept",
    settings: { retention: { keepLast: 7, keepDays: 30, dryRun: true } },
    says: 'retention is {"keepLast":7,"keepDays":30,"dryRun":true}: it holds keepDays, dryRun; keepLast is all that it takes',
    ...retention,
  },
  ...[7, true, null, "7", "", "on", "keepLast=7", [7], "[7]"].map((value) => ({
    title: `a retention that is ${JSON.stringify(value)}`,
    settings: { retention: value },
    says: "retention is ",
    ...retention,
  })),
  {
    title: "a retention of what the portal deletes itself",
    settings: { storageType: "DataStore", retention: { keepLast: 7 } },
    says:
      'retention is {"keepLast":7}: storageType DataStore has no use for it, because the portal deletes such a backup ' +
      'itself after 24 hours; leave it out, or write "off" in the portal\'s own entry',
    ...retention,
  },
  ...[-1, 101, 1.5, "", "two", "0x1", "1e2", "007"].map((value) => ({
    title: `a number of paid backups that is ${JSON.stringify(value)}`,
    settings: { maxPaidBackupsPerMonth: value },
    says: `maxPaidBackupsPerMonth is ${JSON.stringify(value)}: it is not a whole number from 0 to 100`,
    ...maxPaidBackupsPerMonth,
  })),
  ...[true, null, [5]].map((value) => ({
    title: `a number of paid backups that is ${JSON.stringify(value)}`,
    settings: { maxPaidBackupsPerMonth: value },
    says: `maxPaidBackupsPerMonth is ${JSON.stringify(value)}.`,
    ...maxPaidBackupsPerMonth,
  })),

  ...["off", "false", "none", "ON", "", false, true, null, {}].map((value) => ({
    title: `monitoring that is ${JSON.stringify(value)}, which might be meant to switch it off`,
    settings: { monitoring: value },
    says: `monitoring is ${JSON.stringify(value)}.`,
    ...monitoring,
  })),
  ...["on", "create", "", true, null].map((value) => ({
    title: `test events that are ${JSON.stringify(value)}`,
    settings: { testEvents: value },
    says: `testEvents is ${JSON.stringify(value)}.`,
    expected:
      /^"off", or "use-existing" .* which has to exist: the console makes it when any test event is saved/,
    example: '"testEvents": "use-existing"',
  })),
  {
    title: "nobody to tell of an alarm",
    settings: { alertTo: [] },
    says: 'alertTo is []: an alarm needs somebody to go to; without the setting it goes to reportTo, and "monitoring" opts out',
    ...alertTo,
  },
  {
    title: "a name for a recipient of alarms",
    settings: { alertTo: "on call" },
    says: 'alertTo[0] is "on call": an address holds no white space',
    ...alertTo,
  },
  {
    title: "the same recipient of alarms twice",
    settings: { alertTo: "a@example.com,A@example.com" },
    says: "a@example.com is in it twice",
    ...alertTo,
  },
  {
    title: "51 recipients of alarms",
    settings: { alertTo: Array.from({ length: 51 }, (_, i) => `a${i}@example.com`) },
    says: "these are 51",
    ...alertTo,
  },
  ...[
    "oncall",
    "arn:aws:sqs:eu-central-1:123456789012:oncall",
    "arn:aws:sns:eu-central-1:123456789012:oncall.fifo",
    "arn:aws:sns:eu-central-1:123456789012:oncall:2f0d6fa2",
  ].map((value) => ({
    title: `the topic ${value}`,
    settings: { alertTopicArn: value },
    says: `alertTopicArn is "${value}": it is not the ARN of a standard SNS topic`,
    ...alertTopicArn,
  })),
  {
    title: "one day a week, of which no alarm could tell that it was missed",
    settings: { days: "SUN" },
    says:
      'days is ["SUN"]: so long a pause cannot be watched: with giveUpAfterHours 12 two good backups may be 181 hours apart, ' +
      "and a CloudWatch alarm looks back a week (168 hours) at most; take a further day, or set monitoring to " +
      '"no-missed-night-alarm"',
    ...days,
  },
  {
    title: "two neighbouring days and a long wait, where the clocks are put back",
    settings: { days: "SUN,MON", giveUpAfterHours: 23, timeZone: "Europe/Berlin" },
    says: "with giveUpAfterHours 23 two good backups may be 169 hours apart",
    ...days,
  },

  {
    title: "a misspelt setting",
    settings: { timezone: "UTC" },
    says: 'timezone is "UTC", but there is no such setting',
    expected: /^did you mean timeZone\?$/,
    example: '"timeZone": "Europe/Berlin"',
  },
  {
    title: "a misspelt required setting, once",
    settings: { portalUrl: undefined, PORTAL_URL: "https://acme.example" },
    says: 'PORTAL_URL is "https://acme.example"',
    expected: /^did you mean portalUrl\?$/,
    example: url.example,
  },
  {
    title: "a setting that is there already under its right name",
    settings: { at: "05:00", att: "05:00" },
    says: 'att is "05:00", but there is no such setting',
    ...allSettings,
  },
  {
    title: "a setting of a later version",
    settings: { encryption: "7" },
    says: 'encryption is "7", but there is no such setting',
    ...allSettings,
  },
  {
    title: "a very long value, cut off",
    settings: { encryption: "x".repeat(500) },
    says: `encryption is "${"x".repeat(79)}…, but there is no such setting`,
    ...allSettings,
  },
];

test.each(mistakes)(
  "$title is refused with its place, the value, what was expected and how to write it",
  (mistake) => {
    const { settings, says, expected, example } = mistake;
    const error = catchSettingsError({ portals: [strip({ ...acme, ...settings })] });
    expect(error.problems).toHaveLength(1);
    const [problem] = error.problems;
    expect(error.message).toContain(`\n\nportals[0].`);
    expect(error.message).toContain(says);
    expect(problem?.expected).toMatch(expected);
    expect(problem?.example).toEqual(example);
    expect(error.message).toContain(listCures(error));
    expect(error.message).not.toMatch(/undefined|\[object|cret@|bob|0a0a|hunter2/);
  },
);

interface MisplacedMistake {
  readonly title: string;
  /** The top of the context: `portals`, `portalDefaults` and what should not be there. */
  readonly context: Record<string, unknown>;
  /** The first line of each problem, to its end. */
  readonly says: readonly string[];
  /** How the first of them is mended. */
  readonly expected: RegExp;
  readonly example: string | undefined;
}

const beta = { ...acme, portalUrl: "https://beta.onlyoffice.com" };
const gapReason =
  "on 2027-03-28 the clocks in Europe/Berlin jump from 02:00 to 03:00, so that day has no 02:30 and no backup; 03:00 is " +
  "there every day";
const portalDefaults = {
  expected: /^an object of the settings that each portal takes unless it has its own$/,
  example: '"portalDefaults": { "timeZone": "Europe/Berlin" }',
};
const didYouMeanPortals = { expected: /^did you mean portals\?$/, example: '"portals": [{ … }]' };
const didYouMeanDefaults = { ...portalDefaults, expected: /^did you mean portalDefaults\?$/ };

const misplaced: MisplacedMistake[] = [
  {
    title: "a default that is wrong by itself, once for all portals",
    context: { portalDefaults: { at: "4:30" }, portals: [acme, beta] },
    says: ['portalDefaults.at is "4:30": it is not a time of day.'],
    ...at,
  },
  {
    title: "a default that is wrong, although no portal takes it",
    context: { portalDefaults: { at: "4:30" }, portals: [{ ...acme, at: "05:00" }] },
    says: ['portalDefaults.at is "4:30": it is not a time of day.'],
    ...at,
  },
  {
    title: "a recipient among the defaults",
    context: {
      portalDefaults: { reportTo: ["a@example.com", "b"] },
      portals: [{ portalUrl: acme.portalUrl, sender: acme.sender }],
    },
    says: ['portalDefaults.reportTo[1] is "b": an address has exactly one @.'],
    ...reportTo,
  },
  {
    title: "a misspelt default, once, whatever the portals have themselves",
    context: { portalDefaults: { timezone: "UTC" }, portals: [acme, { ...beta, timeZone: "UTC" }] },
    says: ['portalDefaults.timezone is "UTC", but there is no such setting.'],
    expected: /^did you mean timeZone\?$/,
    example: '"timeZone": "Europe/Berlin"',
  },
  {
    title: "a misspelt default, and not that what it should be is missing",
    context: {
      portalDefaults: { Sender: "a@example.com" },
      portals: [{ ...acme, sender: undefined }].map(strip),
    },
    says: ['portalDefaults.Sender is "a@example.com", but there is no such setting.'],
    expected: /^did you mean sender\?$/,
    example: sender.example,
  },
  {
    title: "a default of a later version",
    context: { portalDefaults: { encryption: 7 }, portals: [acme, beta] },
    says: ["portalDefaults.encryption is 7, but there is no such setting."],
    ...allSettings,
  },
  {
    title: "the key itself among the defaults, which it does not repeat",
    context: { portalDefaults: { apiToken: "hunter2hunter2" }, portals: [acme, beta] },
    says: [
      "portalDefaults.apiToken is not a setting: the API key itself does not belong in the settings, where others can read it.",
    ],
    expected: /^nothing here; .* npm run set-api-key$/,
    example: undefined,
  },
  {
    title: "one name for all portals",
    context: { portalDefaults: { name: "office" }, portals: [acme, beta] },
    says: [
      'portalDefaults.name is "office": no two portals can have the same name; without one a portal is named after its host.',
    ],
    expected: /^name in the portal's own entry, and nothing here$/,
    example: '"portals": [{ "name": "acme", … }]',
  },
  {
    title: "one address for all portals",
    context: { portalDefaults: { portalUrl: "https://bob:cret@acme.example" }, portals: [acme, beta] },
    says: ['portalDefaults.portalUrl is "https://…@acme.example": each portal has an address of its own.'],
    expected: /^portalUrl in the portal's own entry, and nothing here$/,
    example: '"portals": [{ "portalUrl": "https://acme.onlyoffice.com", … }]',
  },
  ...[null, ["UTC"], "timeZone=UTC", 7].map((value) => ({
    title: `defaults that are ${JSON.stringify(value)}`,
    context: { portalDefaults: value, portals: [{ portalUrl: acme.portalUrl }] },
    says: [`portalDefaults is ${JSON.stringify(value)}.`],
    ...portalDefaults,
  })),
  {
    title: "a default time that spring skips in the default zone, once",
    context: { portalDefaults: { at: "02:30", timeZone: "Europe/Berlin" }, portals: [acme, beta] },
    says: [`portalDefaults.at is "02:30": ${gapReason}.`],
    expected: at.expected,
    example: '"at": "03:00"',
  },
  {
    title: "a default time that spring skips in the zone of one portal, which it names",
    context: { portalDefaults: { at: "02:30" }, portals: [acme, { ...beta, timeZone: "Europe/Berlin" }] },
    says: [`portalDefaults.at is "02:30": ${gapReason} (portals[1] takes this default).`],
    expected: at.expected,
    example: '"at": "03:00"',
  },
  {
    title: "a portal's time that spring skips in the default zone, where the time stands",
    context: { portalDefaults: { timeZone: "Europe/Berlin" }, portals: [acme, { ...beta, at: "02:30" }] },
    says: [`portals[1].at is "02:30": ${gapReason}.`],
    expected: at.expected,
    example: '"at": "03:00"',
  },
  {
    title: "a default folder that the storage of one portal has no use for",
    context: { portalDefaults: { folderId: 42 }, portals: [acme, { ...beta, storageType: "DataStore" }] },
    says: [
      "portalDefaults.folderId is 42: storageType DataStore has no use for it; leave it out (portals[1] takes this default).",
    ],
    ...folderId,
  },
  {
    title: "a default folder that the default storage has no use for, once",
    context: { portalDefaults: { folderId: 42, storageType: "DataStore" }, portals: [acme, beta] },
    says: ["portalDefaults.folderId is 42: storageType DataStore has no use for it; leave it out."],
    ...folderId,
  },
  {
    title: "a folder that the default storage does not take, where the folder stands",
    context: { portalDefaults: { storageType: "DataStore" }, portals: [{ ...acme, folderId: 42 }] },
    says: ["portals[0].folderId is 42: storageType DataStore has no use for it; leave it out."],
    ...folderId,
  },
  {
    title: "a default retention that the storage of one portal has no use for, which it names",
    context: {
      portalDefaults: { retention: { keepLast: 7 } },
      portals: [acme, { ...beta, storageType: "DataStore" }],
    },
    says: [
      'portalDefaults.retention is {"keepLast":7}: storageType DataStore has no use for it, because the portal deletes ' +
        'such a backup itself after 24 hours; leave it out, or write "off" in the portal\'s own entry (portals[1] takes this default).',
    ],
    ...retention,
  },
  {
    title: "default days of which no alarm could tell that one was missed",
    context: {
      portalDefaults: { days: ["SUN"] },
      portals: [acme, { ...beta, monitoring: "no-alarms-at-all" }],
    },
    says: [
      expect.stringMatching(
        /^portalDefaults\.days is \["SUN"\]: so long a pause cannot be watched: .* yourself\.$/,
      ),
    ],
    ...days,
  },
  {
    title: "default days that leave too long a pause with the patience of one portal",
    context: {
      portalDefaults: { days: "SUN,MON", timeZone: "Europe/Berlin" },
      portals: [acme, { ...beta, giveUpAfterHours: 23 }],
    },
    says: [
      expect.stringMatching(/with giveUpAfterHours 23 .* yourself \(portals\[1\] takes this default\)\.$/),
    ],
    ...days,
  },
  {
    title: "a sender that each of three portals creates by default",
    context: {
      portalDefaults: { senderIdentity: "create" },
      portals: [acme, beta, { ...acme, portalUrl: "https://gamma.example" }],
    },
    says: ['portalDefaults.senderIdentity is "create": portals[0] creates backup@example.com already.'],
    expected: /^"create" for one portal, "existing" for the others with this sender$/,
    example: '"senderIdentity": "existing"',
  },
  {
    title: "defaults for a portal on the command line",
    context: { portals: [], portalDefaults: { timeZone: "Europe/Berlin" }, ...acme },
    says: [
      "portalDefaults is given, but the portal is not in the list portals: defaults are for the list " +
        "alone, and not for the settings of a single portal on the command line.",
    ],
    expected:
      /^either the list portals with portalDefaults .*, or all settings of a single portal with -c and no defaults$/,
    example: "-c 'portalDefaults={}'",
  },

  ...["portal", "Portals", "PORTALS", "portls"].map((key) => ({
    title: `the list under the name ${key}`,
    context: { portals: [], [key]: [{ ...acme, apiKey: "hunter2" }] },
    says: [`${key} is given, but there is no such key.`],
    ...didYouMeanPortals,
  })),
  ...["portalsDefaults", "portaldefaults", "portalDefault", "defaults", "defaultSettings"].map((key) => ({
    title: `the defaults under the name ${key}`,
    context: { portals: [acme], [key]: { at: "05:00" } },
    says: [`${key} is given, but there is no such key.`],
    ...didYouMeanDefaults,
  })),
  {
    title: "a setting beside the list, one level too high",
    context: { portals: [acme, beta], timeZone: "UTC" },
    says: ['timeZone is "UTC" beside the list portals: it is not clear which portal it is for.'],
    expected:
      /^timeZone in the portal's entry in portals, or in portalDefaults for all of them; with -c only where portals has no entry$/,
    example: '"portalDefaults": { "timeZone": "Europe/Berlin" }',
  },
  {
    title: "a portal's address beside the list",
    context: { portals: [acme], portalUrl: "https://beta.onlyoffice.com" },
    says: [
      'portalUrl is "https://beta.onlyoffice.com" beside the list portals: it is not clear which portal it is for.',
    ],
    expected: /^portalUrl in the portal's entry in portals; with -c only where portals has no entry$/,
    example: '"portals": [{ "portalUrl": "https://acme.onlyoffice.com", … }]',
  },
  {
    title: "a misspelt setting beside the list",
    context: { portals: [acme], timezone: "UTC" },
    says: ['timezone is "UTC" beside the list portals: it is not clear which portal it is for.'],
    expected: /^did you mean timeZone\? Then timeZone in the portal's entry in portals, or in portalDefaults/,
    example: '"portalDefaults": { "timeZone": "Europe/Berlin" }',
  },
  {
    title: "a key beside the list that nobody knows",
    context: { portals: [acme], owner: "Bob" },
    says: ['owner is "Bob" beside the list portals: there is no such key.'],
    expected: /^only portals and portalDefaults here; settings stand in the portal's entry in portals, or/,
    example: undefined,
  },
  {
    title: "the key itself beside the list, which it does not repeat",
    context: { portals: [acme], docspaceKey: "hunter2hunter2" },
    says: [
      "docspaceKey is not a setting: the API key itself does not belong in the settings, where others can read it.",
    ],
    expected: /^nothing here; .* npm run set-api-key$/,
    example: undefined,
  },
];

test.each(misplaced)(
  "$title is refused with its place and the cure",
  ({ context, says, expected, example }) => {
    const error = catchSettingsError(context);
    const [problem] = error.problems;
    expect(
      error.message
        .split("\n\n")
        .slice(1, -1)
        .map((part) => part.split("\n")[0]),
    ).toEqual(says);
    expect(problem?.expected).toMatch(expected);
    expect(problem?.example).toEqual(example);
    expect(error.message).toContain(listCures(error));
    expect(error.message).not.toMatch(/undefined|\[object|cret@|hunter2/);
  },
);

test("the mistakes are at least forty", () => {
  const titles = [...mistakes, ...misplaced].map(({ title }) => title);
  expect(new Set(titles).size).toBe(titles.length);
  expect(titles.length).toBeGreaterThanOrEqual(40);
});

/** How the message tells the cure of its first problem. */
function listCures({ problems: [problem] }: SettingsError): string {
  const example = problem?.example === undefined ? "" : `\n    example:  ${problem.example}`;
  return `\n    expected: ${problem?.expected}${example}`;
}

/** An entry without what is undefined, which JSON does not have. */
function strip(entry: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined));
}

function catchSettingsError(context: Record<string, unknown>): SettingsError {
  try {
    parseSettings(context, now);
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
  throw new Error("These settings were expected to be refused.");
}

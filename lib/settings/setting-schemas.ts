import * as v from "valibot";
import { complainAboutDocsUrl, docsUrlForm } from "./docs-url";
import {
  complainAboutAlertRecipients,
  complainAboutMailAddress,
  complainAboutRecipients,
  mailAddressForm,
  maxAddresses,
} from "./mail-address";
import { maxSenderNameBytes } from "./mailbox";
import type { LocalTime } from "./portal-settings";
import { complainAboutPortalUrl, maxNameLength, portalUrlForm } from "./portal-url";
import { lookUp, refuse } from "./refuse";
import { maxKeepLast, minKeepLast, retention, retentionForm } from "./retention";
import {
  complainAboutDays,
  findScheduledDay,
  scheduledDayForm,
  scheduledDaysForm,
  sortDays,
} from "./scheduled-days";
import { explainStorageType, findStorageType, storageTypeForm, storageTypes } from "./storage-type";
import { findTimeZone, timeZoneShape } from "./time-zone";

const separator = / *, */;

/**
 * A list as JSON has it, or as the command line has it: separated by commas. Its items are checked afterwards, in both alike.
 * @param each what an item is, for the JSON schema of the settings
 */
const list = (each: v.GenericSchema) =>
  v.union([
    v.pipe(v.array(v.unknown()), v.metadata({ each })),
    v.pipe(
      v.string(),
      v.transform((text): unknown[] => (text === "" ? [] : text.split(separator))),
    ),
  ]);

const flag = v.union([
  v.boolean(),
  v.pipe(
    v.picklist(["true", "false"]),
    v.transform((word) => word === "true"),
  ),
]);

const mailAddress = v.pipe(v.string(), v.metadata(mailAddressForm), refuse(complainAboutMailAddress));

const addressesForm = { minItems: 1, maxItems: maxAddresses, minLength: 1 };

const scheduledDay = v.pipe(
  v.string(),
  v.metadata(scheduledDayForm),
  lookUp(findScheduledDay, () => "it is not a day"),
);

function parseLocalTime(text: string): LocalTime {
  const [hour, minute] = text.split(":");
  return { hour: Number(hour), minute: Number(minute) };
}

const absolutePath = /^(\/|[A-Za-z]:[\\/])/;

function complainAboutFilePath(path: string): string | undefined {
  if (/\p{Cc}/u.test(path)) return "a path holds no control characters";
  return absolutePath.test(path) ? undefined : "it is not an absolute path";
}

const wholeHours = /^([1-9]|1\d|2[0-3])$/;

const upToHundred = /^(\d|[1-9]\d|100)$/;

/** @param form how the number is written, in JSON and as text alike */
function findNumber(form: RegExp): (value: string | number) => number | undefined {
  return (value) => (form.test(`${value}`) ? Number(value) : undefined);
}

const storageParam = v.pipe(v.string(), v.nonEmpty("it is empty"));

const secretArn = /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+-[A-Za-z0-9]{6}$/;

function complainAboutSecretArn(text: string): string | undefined {
  if (secretArn.test(text)) return undefined;
  return text.startsWith("arn:")
    ? "it is not the complete ARN, which ends with a hyphen and six characters that AWS has chosen"
    : "it is not an ARN; copy the one that Secrets Manager shows for the secret";
}

/** Without a dot, in which the names of FIFO topics end: CloudWatch publishes to standard topics. */
const topicArn = /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/;

/**
 * Each setting by itself: how it is checked and turned into its exact type, what it should be (`description`), and an
 * example. The descriptions and examples are what error messages and documentation show; `metadata` says in the words of
 * JSON Schema what of a check an editor can know.
 */
export const settingSchemas = {
  name: v.pipe(
    v.string(),
    v.regex(/^[a-z][a-z0-9-]*$/, "it holds other characters, or begins with one that is no letter"),
    v.maxLength(maxNameLength, `it is longer than ${maxNameLength} characters`),
    v.description("a name of its own: small letters, digits and hyphens, starting with a letter"),
    v.examples(["acme"]),
  ),
  portalUrl: v.pipe(
    v.string(),
    v.metadata(portalUrlForm),
    refuse(complainAboutPortalUrl),
    v.description("the portal's address: https:// and the host, nothing after it"),
    v.examples(["https://acme.onlyoffice.com"]),
    v.transform((url) => new URL(url).origin),
  ),
  reportTo: v.pipe(
    list(mailAddress),
    v.metadata(addressesForm),
    v.description(`1 to ${maxAddresses} plain mail addresses that the report goes to`),
    v.examples([["admin@example.com", "it@example.com"]]),
    v.array(mailAddress),
    refuse(complainAboutRecipients),
  ),
  alertTo: v.pipe(
    list(mailAddress),
    v.metadata(addressesForm),
    v.description(`1 to ${maxAddresses} plain mail addresses that alarms go to`),
    v.examples([["oncall@example.com"]]),
    v.array(mailAddress),
    refuse(complainAboutAlertRecipients),
  ),
  alertTopicArn: v.pipe(
    v.string(),
    v.regex(topicArn, "it is not the ARN of a standard SNS topic"),
    v.description("the ARN of an existing SNS topic in the stack's region that alarms go to as well"),
    v.examples(["arn:aws:sns:eu-central-1:123456789012:oncall"]),
  ),
  sender: v.pipe(
    mailAddress,
    v.description("the plain mail address that the report comes from, verified in SES"),
    v.examples(["backup@example.com"]),
  ),
  senderName: v.pipe(
    v.string(),
    v.description(
      `the name that mail programs show for the sender: 1 to ${maxSenderNameBytes} bytes, which are as many Latin letters`,
    ),
    v.examples(["Acme backup"]),
    v.trim(),
    v.nonEmpty("it is empty"),
    v.maxBytes(maxSenderNameBytes, `it is longer than ${maxSenderNameBytes} bytes`),
    v.regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u, "it holds a character that cannot be seen"),
  ),
  senderIdentity: v.pipe(
    v.picklist(["existing", "create"]),
    v.description(
      '"existing" if SES knows the sender or its domain already, "create" if the stack is to add it',
    ),
    v.examples(["create"]),
  ),
  enabled: v.pipe(flag, v.description("true, or false to pause the schedule"), v.examples([false])),
  at: v.pipe(
    v.string(),
    v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, "it is not a time of day"),
    v.description("the local time of the backup, from 00:00 to 23:59, with two digits each"),
    v.examples(["04:30"]),
    v.transform(parseLocalTime),
  ),
  days: v.pipe(
    list(scheduledDay),
    v.metadata({ minItems: 1, ...scheduledDaysForm }),
    v.description('"daily", or some of MON, TUE, WED, THU, FRI, SAT, SUN'),
    v.examples([["MON", "WED", "FRI"]]),
    v.array(scheduledDay),
    refuse(complainAboutDays),
    v.transform(sortDays),
  ),
  timeZone: v.pipe(
    v.string(),
    v.metadata({ pattern: timeZoneShape.source }),
    v.description("the IANA name of the time zone that the schedule and the report use"),
    v.examples(["Europe/Berlin"]),
    lookUp(findTimeZone, () => "the IANA database has no zone of this name"),
  ),
  storageType: v.pipe(
    v.string(),
    v.metadata(storageTypeForm),
    v.description(`one of ${storageTypes.join(", ")}`),
    v.examples(["Documents"]),
    lookUp(findStorageType, explainStorageType),
  ),
  folderId: v.pipe(
    v.union([v.string(), v.number()]),
    v.metadata({ minLength: 1 }),
    v.description(
      "the id of the folder that takes the archive (storageType Documents or ThridpartyDocuments)",
    ),
    v.examples([1234]),
    v.transform(String),
    v.regex(/^[^\s\p{Cc}]+$/u, "an id is not empty and holds no white space"),
  ),
  filePath: v.pipe(
    v.string(),
    v.metadata({ pattern: absolutePath.source }),
    refuse(complainAboutFilePath),
    v.description("the absolute path of an existing folder on the DocSpace server (storageType Local)"),
    v.examples(["/var/backups/docspace"]),
  ),
  storageParams: v.pipe(
    v.union([
      v.pipe(v.record(v.string(), v.unknown()), v.metadata({ each: storageParam })),
      v.pipe(v.string(), v.parseJson(undefined, "it is not JSON")),
    ]),
    v.description(
      "an object of texts: the module and what that module needs (storageType ThirdPartyConsumer)",
    ),
    v.examples([{ module: "S3", bucket: "acme-docspace", region: "eu-central-1" }]),
    v.record(v.string(), storageParam),
  ),
  dump: v.pipe(
    flag,
    v.description("false, or true to back up a whole self-hosted installation with all its portals"),
    v.examples([true]),
  ),
  apiKeySecret: v.pipe(
    v.string(),
    v.metadata({ pattern: secretArn.source }),
    refuse(complainAboutSecretArn),
    v.description("the complete ARN of an existing secret in the stack's region that holds the API key"),
    v.examples(["arn:aws:secretsmanager:eu-central-1:123456789012:secret:docspace/acme-AbCdEf"]),
  ),
  giveUpAfterHours: v.pipe(
    v.union([v.string(), v.number()]),
    v.metadata({ minimum: 1, maximum: 23, multipleOf: 1, pattern: wholeHours.source }),
    v.description(
      "after how many hours a backup that still runs is reported as unverified: a whole number from 1 to 23, so that " +
        "it is over before the next night's",
    ),
    v.examples([12]),
    lookUp(findNumber(wholeHours), () => "it is not a whole number from 1 to 23"),
  ),
  retention: v.pipe(
    v.union([
      v.literal("off"),
      v.pipe(v.record(v.string(), v.unknown()), v.metadata(retentionForm)),
      v.pipe(v.string(), v.parseJson(undefined, "it is not JSON")),
    ]),
    v.description(
      `"off"; or an object with keepLast, a whole number from ${minKeepLast} to ${maxKeepLast}: after a verified backup older ones that ` +
        "this stack started are deleted, but for so many of the newest",
    ),
    v.examples([{ keepLast: 7 }]),
    retention,
  ),
  maxPaidBackupsPerMonth: v.pipe(
    v.union([v.string(), v.number()]),
    v.metadata({ minimum: 0, maximum: 100, multipleOf: 1, pattern: upToHundred.source }),
    v.description(
      "how many backups a calendar month (UTC) may be charged for on ONLYOFFICE's cloud: a whole number from 0, which " +
        "refuses each that would be, to 100",
    ),
    v.examples([5]),
    lookUp(findNumber(upToHundred), () => "it is not a whole number from 0 to 100"),
  ),
  monitoring: v.pipe(
    v.picklist(["on", "no-missed-night-alarm", "no-alarms-at-all"]),
    v.description(
      '"on"; or, spelt out because nobody is told then, "no-missed-night-alarm" or "no-alarms-at-all"',
    ),
    v.examples(["on"]),
  ),
  docsUrl: v.pipe(
    v.string(),
    v.metadata(docsUrlForm),
    refuse(complainAboutDocsUrl),
    v.description(
      "the address below which this project's folder docs can be read, for the links in reports and alarms",
    ),
    v.examples(["https://github.com/acme/docspace-backup/blob/main/docs"]),
    v.transform((url) => url.replace(/\/+$/, "")),
  ),
  testEvents: v.pipe(
    v.picklist(["off", "use-existing"]),
    v.description(
      '"off", or "use-existing" to offer test events in the Lambda console, from the registry lambda-testevent-schemas of ' +
        "account and region, which has to exist: the console makes it when any test event is saved as shareable",
    ),
    v.examples(["use-existing"]),
  ),
};

export type SettingName = keyof typeof settingSchemas;

/** @returns whether a setting of this name exists */
export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(settingSchemas, name);
}

/** All settings that exist, in the order in which the documentation has them. */
export const settingNames: readonly SettingName[] = Object.keys(settingSchemas).filter(isSettingName);

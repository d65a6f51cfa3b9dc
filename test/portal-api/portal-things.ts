import { closed, type JsonSchema } from "./json-schema";

/*
 * JSON schemas of the things of which a portal's answers are made, written after the public API of DocSpace 3.7 and what its
 * server is known to do: nulls are left out, enumerations are numbers, and dates of the database lack their offset. Objects are
 * closed, to find what a stand-in makes up; a real portal has more fields, which whoever reads them has to ignore.
 */

const dayOfYear = "((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)";
const day = `(20[0-9]{2}-${dayOfYear}|20([02468][048]|[13579][26])-02-29)`;
const time = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,7})?";
const offset = "(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9])";

const never: JsonSchema = {
  description: "How the portal writes that there is no such moment.",
  const: "0001-01-01T00:00:00",
};
const apiDate: JsonSchema = {
  description: "A moment with its offset.",
  type: "string",
  pattern: `^${day}T${time}${offset}$`,
};
const databaseDate: JsonSchema = {
  description: "A moment whose offset may be missing: it is UTC then.",
  type: "string",
  pattern: `^${day}T${time}${offset}?$`,
};
const text: JsonSchema = { type: "string" };
const someText: JsonSchema = { type: "string", minLength: 1 };
const flag: JsonSchema = { type: "boolean" };
const whole: JsonSchema = { type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER };
const id: JsonSchema = { type: "integer", minimum: 1, maximum: 2 ** 31 - 1 };
const guid: JsonSchema = {
  type: "string",
  pattern: "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$",
};
const nothing: JsonSchema = { const: "" };

/** The kinds of storage, at their numbers' places and in the API's own spelling. */
export const storageNames = [
  "Documents",
  "ThridpartyDocuments",
  "CustomCloud",
  "Local",
  "DataStore",
  "ThirdPartyConsumer",
];
const storageType: JsonSchema = {
  description: "A kind of storage by its number.",
  enum: [0, 1, 2, 3, 4, 5],
  names: storageNames,
};

const jobStatusNames = ["Created", "Running", "Completed", "Canceled", "Failted"];
const statusOf = (status: number): JsonSchema => ({
  description: "What has become of the job, since 3.7.1.",
  enum: [status],
  names: jobStatusNames.slice(status, status + 1),
});

const archive = "[A-Za-z0-9_-]{3,60}\\.tar(\\.gz)?";
const link: JsonSchema = {
  description: "Where the archive can be had: nowhere, within the portal, or at a store without any login.",
  anyOf: [
    nothing,
    { type: "string", pattern: `^/storage/backup/${archive}\\?auth=[0-9a-f]{64}$` },
    {
      type: "string",
      pattern: `^https?://([a-z]{3,9}\\.[a-z]{2,3}|127\\.0\\.0\\.1:[1-5][0-9]{3,4})/[a-z-]{3,20}/${archive}\\?expires=[0-9]{13}&signature=[0-9a-f]{64}$`,
    },
  ],
};

const percent: JsonSchema = { type: "integer", minimum: 0, maximum: 100 };
const ongoing = { isCompleted: { const: false }, progress: percent, error: nothing, link: nothing };
const ended = { isCompleted: { const: true }, progress: percent, error: nothing, link };
const faulty = { ...ended, error: someText };

/** A job in one of its phases, with the fields that every release has. */
function job(title: string, description: string, fields: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const always = { tenantId: id, backupProgressEnum: { const: 0 }, taskId: guid };
  return { title, ...closed(description, { ...always, ...fields }) };
}

/** The answer to getbackupprogress and startbackup, in each of its phases. `warning` is there since 3.6. */
export const progress: JsonSchema = {
  description: "The job in the portal's slot.",
  oneOf: [
    job("queued", "Nobody works on it yet.", {
      ...ongoing,
      progress: { const: 0 },
      status: statusOf(0),
      "warning?": text,
    }),
    job("running", "It is being made, or its worker is dead and it stands still.", {
      ...ongoing,
      status: statusOf(1),
      "warning?": text,
    }),
    job("finishing", "The archive is there, and is still to be charged for and told about.", {
      ...ended,
      status: statusOf(1),
      "warning?": text,
    }),
    job("completed", "It has ended without an error.", { ...ended, status: statusOf(2), "warning?": text }),
    job("failed", "It has ended with an error, before or after the archive was saved.", {
      ...faulty,
      status: statusOf(2),
      "warning?": text,
    }),
    job("failed before its start", "It never came to work, and never calls itself complete.", {
      ...ongoing,
      error: someText,
      status: statusOf(4),
      "warning?": text,
    }),
    job("cancelled", "Somebody cancelled it: no error, and no record in the history.", {
      ...ended,
      link: nothing,
      status: statusOf(3),
      warning: text,
    }),
    job("unfinished, before 3.7.1", "It waits or is being made.", { ...ongoing, "warning?": text }),
    job("ended, before 3.7.1", "It is complete or was cancelled: only the history can tell.", {
      ...ended,
      "warning?": text,
    }),
    job("failed, before 3.7.1", "It has ended with an error, and may not call itself complete.", {
      ...faulty,
      isCompleted: flag,
      "warning?": text,
    }),
  ],
};

export const history: JsonSchema = {
  description: "The finished backups whose archives the portal has found, in no order.",
  type: "array",
  items: closed("A finished backup: the only proof that there is one.", {
    id: { description: "That of the job that made it.", ...guid },
    fileName: {
      type: "string",
      pattern: `^[a-z]{1,12}_${day}_([01][0-9]|2[0-3])-[0-5][0-9]-[0-5][0-9]\\.tar(\\.gz)?$`,
    },
    storageType,
    createdOn: databaseDate,
    expiresOn: { anyOf: [never, databaseDate] },
  }),
};

const file = closed("A file. One without content has no pureContentLength.", {
  id: { anyOf: [id, someText] },
  folderId: { anyOf: [id, someText] },
  title: someText,
  contentLength: {
    description: "The size in words.",
    type: "string",
    pattern: "^[0-9]{1,4}(\\.[0-9]{1,2})? (bytes|[KMGT]B)$",
  },
  "pureContentLength?": {
    description: "The size in bytes.",
    type: "integer",
    minimum: 1,
    maximum: Number.MAX_SAFE_INTEGER,
  },
  created: apiDate,
  updated: apiDate,
});

/** The id of a folder in a connected account. */
const connectedId: JsonSchema = { type: "string", pattern: "^s[a-z]{3,8}-[0-9]{1,5}(-\\|[A-Za-z]{1,9})?$" };

/** A folder whose ids are of that form. A root has no parent, or the number 0 for one; a parent may have an id of either form. */
function folder(folderId: JsonSchema): JsonSchema {
  return closed("A folder and what may be done in it.", {
    id: folderId,
    title: text,
    "parentId?": { anyOf: [{ type: "integer", minimum: 0, maximum: 2 ** 31 - 1 }, connectedId] },
    rootFolderType: { description: "The kind of the root that it lies below.", enum: [5, 14, 20, 21, 30] },
    security: closed("What the asking one may do.", { Read: flag, Create: flag }),
  });
}

function listing(folderId: JsonSchema): JsonSchema {
  return closed("What lies in a folder.", {
    files: { type: "array", items: file },
    folders: { type: "array", items: folder(folderId) },
    current: folder(folderId),
    startIndex: whole,
    count: whole,
    total: whole,
  });
}

/** Of the portal's own folders, and of those of a connected account, whose ids are texts. */
export const anyListing: JsonSchema = {
  description: "What lies in any folder.",
  oneOf: [listing(id), listing(connectedId)],
};
export const ownListing: JsonSchema = listing(id);

export const key: JsonSchema = closed("The API key with which is asked, as far as the portal tells of it.", {
  name: text,
  keyPostfix: { description: "Its last four characters.", type: "string", pattern: "^[0-9a-f]{4}$" },
  permissions: { description: "Its scopes; none means everything.", type: "array", items: someText },
  createOn: apiDate,
  createBy: closed("Whose it is.", { id: guid, displayName: text }),
  "expiresAt?": { description: "Absent for a key that never expires.", ...apiDate },
  isActive: { description: "Says true of an expired key, too.", ...flag },
});

export const settings: JsonSchema = closed("What the portal tells anybody of itself.", {
  timezone: text,
  culture: text,
  standalone: { description: "True on a self-hosted server.", ...flag },
  tenantStatus: {
    description: "Active, suspended, restoring or encrypting.",
    enum: [0, 1, 4, 6],
    names: ["Active", "Suspended", "Restoring", "Encryption"],
  },
  tenantAlias: text,
});

export const build: JsonSchema = closed("The releases of the portal's parts.", {
  docSpace: { type: "string", pattern: "^[1-9][0-9]?(\\.[0-9]{1,2}){2,3}$" },
  communityServer: text,
  documentServer: text,
});

export const modules: JsonSchema = {
  description: "The storage modules that the portal knows.",
  type: "array",
  items: closed("A storage module, such as S3.", {
    id: someText,
    title: text,
    isSet: { description: "Whether it is connected.", ...flag },
    properties: {
      type: "array",
      items: closed("A parameter that it takes.", { name: someText, title: text }),
    },
  }),
};

const count: JsonSchema = { type: "integer", minimum: 0, maximum: 2 ** 31 - 1 };
const freeBackups = closed("The free backups of this calendar month, UTC.", {
  id: { const: "free_backup" },
  title: text,
  type: text,
  value: { description: "How many there are; -1 where they are not counted.", ...count, minimum: -1 },
  used: closed("How many of them are used.", { value: count }),
});
const otherFeature = closed("Something else that the plan has, counted or switched.", {
  id: { type: "string", pattern: "^[a-z]{2,8}$" },
  title: text,
  type: text,
  value: { anyOf: [{ type: "integer", minimum: -1, maximum: 2 ** 31 - 1 }, flag] },
  "used?": closed("How much of it is used.", { value: { anyOf: [count, flag] } }),
});

export const quota: JsonSchema = closed("The plan and what it contains.", {
  id: { type: "integer", minimum: -99, maximum: 99 },
  title: text,
  features: { type: "array", items: { anyOf: [freeBackups, otherFeature] }, contains: freeBackups },
});

export const tariff: JsonSchema = closed("The plan's state and end.", {
  state: {
    description: "On trial, paid, overdue or not paid.",
    enum: [0, 1, 2, 3],
    names: ["Trial", "Paid", "Delay", "NotPaid"],
  },
  dueDate: { anyOf: [never, apiDate] },
  delayDueDate: { anyOf: [never, apiDate] },
});

export const schedule: JsonSchema = closed("The schedule that an administrator has set in the portal.", {
  storageType,
  storageParams: { type: "object", additionalProperties: text },
  cronParams: closed("When: each day, week or month.", {
    period: { enum: [0, 1, 2], names: ["EveryDay", "EveryWeek", "EveryMonth"] },
    hour: { type: "integer", minimum: 0, maximum: 23 },
    day: { type: "integer", minimum: 0, maximum: 31 },
  }),
  backupsStored: { description: "How many of its own backups it keeps.", ...count },
  lastBackupTime: { anyOf: [never, databaseDate] },
  dump: flag,
});

export const backupsCount: JsonSchema = { description: "How many backups were made in a time.", ...count };

export const serviceState: JsonSchema = closed(
  "Whether backups beyond the free ones are made, and charged.",
  {
    enabled: flag,
  },
);

export const done: JsonSchema = { description: "That it was done.", const: true };
export const wasThere: JsonSchema = { description: "Whether there was a job to cancel.", ...flag };

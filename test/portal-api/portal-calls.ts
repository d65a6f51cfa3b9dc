import { closed, type JsonSchema } from "./json-schema";
import * as things from "./portal-things";

/** A way in which a call can be answered: the schema of `{status, headers, body}`. */
export interface AnswerForm {
  /** Unique among the forms of its call. */
  readonly title: string;
  readonly status: number;
  readonly schema: JsonSchema;
}

/** One call of the portal's API, with all that may be asked and answered. */
export interface PortalCall {
  readonly method: "GET" | "POST" | "DELETE";
  /** `:id` stands for one segment. */
  readonly path: string;
  readonly description: string;
  /** Whether it is for anybody, without a key. */
  readonly isOpen: boolean;
  /** What may stand in the query, all values being texts. */
  readonly query: JsonSchema;
  /** What must be sent; undefined where nothing is. */
  readonly body: JsonSchema | undefined;
  /** What a success's envelope carries; undefined where a success has no envelope. */
  readonly response: JsonSchema | undefined;
  readonly answers: readonly AnswerForm[];
}

const date = {
  type: "string",
  pattern: "^[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT$",
} as const;
const length = { type: "string", pattern: "^[0-9]{1,15}$" } as const;
const envelopeType: JsonSchema = { const: "application/json; charset=utf-8" };

function form(
  title: string,
  status: number,
  headers: Readonly<Record<string, JsonSchema>>,
  body?: JsonSchema,
): AnswerForm {
  const always = { date, "content-length": length };
  const schema = closed(title, {
    status: { const: status },
    headers: closed("The headers, but for those of the connection.", { ...always, ...headers }),
    ...(body && { body }),
  });
  return { title, status, schema };
}

const links: JsonSchema = {
  description: "The request itself.",
  type: "array",
  items: closed("A link.", { href: { type: "string", pattern: "^https?://" }, action: { type: "string" } }),
};

function envelope(fields: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const always = { links, status: { const: 0 }, statusCode: { const: 200 } };
  return closed("The portal's wrapping of a result.", { ...always, ...fields });
}

/** A null is left out: an answer without a result has no `response`, and counts 0. */
const success = (response: JsonSchema): AnswerForm =>
  form(
    "a result",
    200,
    { "content-type": envelopeType },
    envelope({ response, count: { type: "integer", minimum: 0 } }),
  );
const nothing = form("no result", 200, { "content-type": envelopeType }, envelope({ count: { const: 0 } }));

/** What a controller threw, with a stack that is nobody's business. */
const thrown = (status: number): AnswerForm =>
  form(
    `${status} of a controller`,
    status,
    { "content-type": envelopeType },
    closed("The portal's wrapping of an error.", {
      status: { const: 1 },
      statusCode: { const: status },
      error: closed("What was thrown.", {
        message: { type: "string" },
        type: { type: "string" },
        stack: { type: "string" },
        hresult: { type: "integer" },
      }),
    }),
  );

/** A body or parameter that could not be read; it has no `error`. */
const misread = form(
  "400 for a type",
  400,
  { "content-type": envelopeType },
  closed("The portal's wrapping of what its framework says.", {
    status: { const: 1 },
    statusCode: { const: 400 },
    response: closed("What could not be read.", {
      title: { type: "string", minLength: 1 },
      status: { const: 400 },
      errors: {
        description: "Complaints, by field.",
        type: "object",
        additionalProperties: { type: "array", items: { type: "string" } },
      },
    }),
  }),
);

const empty = (status: number): AnswerForm => form(`an empty ${status}`, status, {}, { const: "" });

const problem = (status: number): AnswerForm =>
  form(
    `${status} as a problem`,
    status,
    { "content-type": { const: "application/problem+json" } },
    closed("What stops a call before its controller.", {
      title: { type: "string", minLength: 1 },
      "detail?": { type: "string" },
      status: { const: status },
    }),
  );

/** What anybody in front of the portal may answer to whatever is asked. */
export const answersOnTheWay: readonly AnswerForm[] = [
  ...[200, 502, 503, 504].map((status) =>
    form(
      `${status} with a page`,
      status,
      { "content-type": { const: "text/html" } },
      { description: "HTML.", type: "string", pattern: "^<!DOCTYPE html><html>[ -~]*</html>$" },
    ),
  ),
  form(
    "429 of the rate limit",
    429,
    {
      "x-ratelimit-limit": { type: "string", pattern: "^[0-9]{1,6}$" },
      "x-ratelimit-remaining": { type: "string", pattern: "^[0-9]{1,6}$" },
      "retry-after?": { type: "string", pattern: "^[0-9]{1,6}$" },
    },
    { const: "" },
  ),
];

/** The key is none of this portal's, or it lacks a scope or the portal is not in service, or is suspended. */
const guarded = [empty(401), empty(403), problem(404)];

const flag: JsonSchema = { enum: ["true", "false"] };
const noQuery = closed("Nothing.", {});
const dump = closed("Which of the two slots, schedules or histories is meant.", { dump: flag });
const folderQuery = closed("How many files, in which order, of which name.", {
  "count?": { type: "string", pattern: "^[0-9]{1,9}$" },
  "startIndex?": { type: "string", pattern: "^[0-9]{1,9}$" },
  "sortBy?": { enum: ["DateAndTime"] },
  "sortOrder?": { enum: ["ascending", "descending"] },
  "filterValue?": { type: "string" },
});

const parameter = (name: string, value: JsonSchema): JsonSchema =>
  closed("A parameter.", { key: { const: name }, value });
const text: JsonSchema = { type: "string", minLength: 1 };

/** A request for a backup to one kind of storage, and the parameter that it cannot do without. */
function order(storageType: string, dump: JsonSchema, needs?: JsonSchema): JsonSchema {
  const any = closed("A parameter.", { key: text, value: { type: "string" } });
  return closed(`A backup to ${storageType}.`, {
    storageType: { const: storageType },
    storageParams: { type: "array", items: any, ...(needs && { contains: needs }) },
    dump,
  });
}

const boolean: JsonSchema = { type: "boolean" };

/** What startbackup takes, as far as it can ever succeed. The second name is spelt as the server spells it. */
export const startBody: JsonSchema = {
  description: "A request for a backup.",
  oneOf: [
    order("Documents", boolean, parameter("folderId", { type: "string", pattern: "^[1-9][0-9]{0,8}$" })),
    order(
      "ThridpartyDocuments",
      boolean,
      parameter("folderId", { type: "string", pattern: "^[a-z][a-z0-9|-]{2,20}$" }),
    ),
    order("Local", boolean, parameter("filePath", { type: "string", pattern: "^/[a-z]{1,9}/[a-z]{1,9}$" })),
    order("DataStore", boolean),
    order(
      "ThirdPartyConsumer",
      boolean,
      parameter("module", { type: "string", pattern: "^[A-Z][A-Za-z0-9]{1,9}$" }),
    ),
  ],
};

interface CallDetails {
  readonly description: string;
  readonly isOpen?: boolean;
  readonly query?: JsonSchema;
  readonly body?: JsonSchema;
  readonly response?: JsonSchema;
  readonly answers?: readonly AnswerForm[];
}

function call(method: PortalCall["method"], path: string, details: CallDetails): PortalCall {
  const { isOpen = false, query = noQuery, body, response, answers = [], description } = details;
  const wellAnswered = response === undefined ? [] : [success(response)];
  return { method, path, description, isOpen, query, body, response, answers: [...wellAnswered, ...answers] };
}

const storeError = (status: number, code: string): AnswerForm =>
  form(
    `${status} of the store`,
    status,
    { "content-type": { const: "application/xml" } },
    { const: `<Error><Code>${code}</Code></Error>` },
  );
/** Its bytes are not looked at. */
const archive = form("an archive", 200, { "content-type": { const: "application/octet-stream" } });

export const portalCalls: readonly PortalCall[] = [
  call("POST", "/api/2.0/backup/startbackup", {
    description: "Starts a backup, or joins the one that runs.",
    body: startBody,
    response: things.progress,
    answers: [...guarded, ...[400, 402, 403, 404, 415, 500].map(thrown), misread],
  }),
  call("GET", "/api/2.0/backup/getbackupprogress", {
    description: "Shows the job in the slot, if there is one.",
    query: dump,
    response: things.progress,
    answers: [nothing, ...guarded, thrown(403), misread],
  }),
  call("GET", "/api/2.0/backup/getbackuphistory", {
    description: "Looks for all archives and lists the backups that have theirs.",
    query: dump,
    response: things.history,
    answers: [...guarded, problem(402), thrown(403), thrown(500), misread],
  }),
  call("POST", "/api/2.0/backup/cancelbackup", {
    description: "Cancels the job in the slot, or clears it out. Since 3.7.1.",
    response: things.wasThere,
    answers: [...guarded, empty(404), thrown(403)],
  }),
  call("DELETE", "/api/2.0/backup/deletebackup/:id", {
    description: "Deletes a backup's record, then its archive.",
    response: things.done,
    answers: [...guarded, thrown(403), thrown(500)],
  }),
  call("GET", "/api/2.0/backup/getbackupschedule", {
    description: "Tells of the portal's own schedule, if there is one.",
    query: dump,
    response: things.schedule,
    answers: [nothing, ...guarded, thrown(403), misread],
  }),
  call("GET", "/api/2.0/backup/getbackupscount", {
    description: "Counts the backups of a time: this month, unless it is told another.",
    query: closed("Free or paid ones, and of when.", { "paid?": flag, "from?": text, "to?": text }),
    response: things.backupsCount,
    answers: [...guarded, thrown(403), misread],
  }),
  call("GET", "/api/2.0/backup/getservicestate", {
    description: "Tells whether paid backups are on.",
    response: things.serviceState,
    answers: [...guarded, thrown(403)],
  }),
  call("GET", "/api/2.0/settings", {
    description: "Tells what the portal is, in whatever state it is.",
    isOpen: true,
    response: things.settings,
  }),
  call("GET", "/api/2.0/settings/version/build", {
    description: "Tells its release, in whatever state it is.",
    isOpen: true,
    response: things.build,
  }),
  call("GET", "/api/2.0/keys/@self", {
    description: "Tells of the key, in whatever state the portal is.",
    response: things.key,
    answers: [empty(401)],
  }),
  call("GET", "/api/2.0/settings/storage/backup", {
    description: "Lists the storage modules.",
    response: things.modules,
    answers: [...guarded, thrown(403)],
  }),
  call("GET", "/api/2.0/portal/payment/quota", {
    description: "Tells what the plan contains.",
    response: things.quota,
    answers: guarded,
  }),
  call("GET", "/api/2.0/portal/tariff", {
    description: "Tells the state of the plan.",
    response: things.tariff,
    answers: guarded,
  }),
  call("GET", "/api/2.0/files/@my", {
    description: 'Lists the folder "My documents" of the key\'s owner.',
    query: folderQuery,
    response: things.ownListing,
    answers: [...guarded, misread],
  }),
  call("GET", "/api/2.0/files/:id", {
    description: "Lists a folder. Guests may ask, so that a dead key is a guest without rights.",
    query: folderQuery,
    response: things.anyListing,
    answers: [empty(403), problem(404), thrown(403), thrown(404), misread],
  }),
  call("GET", "/storage/backup/:id", {
    description: "Gives out an archive of temporary storage, against key and signature.",
    query: closed("The signature.", { auth: text }),
    answers: [
      archive,
      form(
        "a redirect",
        302,
        { location: { type: "string", pattern: "^http://127\\.0\\.0\\.1:[0-9]+/object-store/" } },
        { const: "" },
      ),
      ...guarded,
      empty(404),
      thrown(403),
    ],
  }),
  call("GET", "/object-store/:id", {
    description: "Gives out an archive of the portal's store, against its signature alone.",
    isOpen: true,
    query: closed("The signature and its end.", { expires: text, signature: text }),
    answers: [
      archive,
      empty(403),
      empty(404),
      problem(404),
      storeError(400, "InvalidArgument"),
      storeError(403, "AccessDenied"),
    ],
  }),
];

/** @throws Error for a call that is none of the portal's */
export function findCall(method: string, path: string): PortalCall {
  const found = portalCalls.find(
    (one) => one.method === method && new RegExp(`^${one.path.replace(":id", "[^/]+")}$`).test(path),
  );
  if (found === undefined) throw new Error(`the portal's API has no call ${method} ${path}`);
  return found;
}

/** What a call is known by: `GET /api/2.0/settings`. */
export function nameCall({ method, path }: Pick<PortalCall, "method" | "path">): string {
  return `${method} ${path}`;
}

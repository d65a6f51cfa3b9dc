import fc from "fast-check";
import * as v from "valibot";
import { quote } from "../../lambda/outside-text";
import { ApiKey, type ApiKeySource } from "../../lambda/portal/api-key";
import { PortalCalls } from "../../lambda/portal/portal-calls";
import { type BackupRequest, PortalClient } from "../../lambda/portal/portal-client";
import { PortalInspector } from "../../lambda/portal/portal-inspector";
import { type StorageType, storageTypes } from "../../lambda/portal/storage-type";
import { type SeenRequest, startServer } from "../lambda/portal/loopback-server";
import { troubleOf } from "../lambda/portal/trouble-of";
import { arbitraryOf, open } from "./arbitrary-of";
import { type ClientReading, clientReadings } from "./client-readings";
import { type DescribedPart, listParts, listWrongTypes, replacePart } from "./described-parts";
import { type JsonSchema, listFlaws } from "./json-schema";
import { type AnswerForm, answersOnTheWay, findCall, nameCall, portalCalls } from "./portal-calls";

const numRuns = Number(process.env.PROPERTY_RUNS ?? 30);
const timeoutMs = 60_000 + 100 * numRuns;

const apiKey = `sk-${"0123456789abcdef".repeat(4)}`;
const keys: ApiKeySource = {
  read: async () => new ApiKey(apiKey),
  readAnew: async () => new ApiKey(apiKey),
  readChanged: async () => undefined,
};

/** An answer as it goes over the wire. */
interface WireAnswer {
  readonly status: number;
  readonly headers: { readonly "content-type"?: string | undefined };
  readonly body: string;
}

const asResult = (response: unknown): WireAnswer => ({
  status: 200,
  headers: { "content-type": "application/json; charset=utf-8" },
  body: JSON.stringify({ response, count: 1, links: [], status: 0, statusCode: 200 }),
});

/** What the portal answers to calls that are not the ones under test. */
const usual: Readonly<Record<string, unknown>> = {
  "GET /api/2.0/portal/payment/quota": {
    features: [{ id: "free_backup", value: 2, used: { value: 1 } }],
  },
  "GET /api/2.0/backup/getbackupscount": 0,
  "GET /api/2.0/backup/getservicestate": { enabled: false },
  // Without the file that is looked for, so that it is looked for in each way.
  "GET /api/2.0/files/:id": { files: [] },
};

const requests: SeenRequest[] = [];
let answers: Readonly<Record<string, WireAnswer>> = {};
let portal: Awaited<ReturnType<typeof startServer>>;
beforeAll(async () => {
  portal = await startServer((request, response) => {
    requests.push(request);
    const call = nameCall(findCall(request.method, new URL(request.url, "http://portal").pathname));
    const { status, headers, body } = answers[call] ?? asResult(usual[call]);
    // A kept connection might be closed just when the next request is sent.
    response.writeHead(status, { ...headers, connection: "close" }).end(body);
  });
});
afterAll(() => portal.stop());

/** A client that asks nothing twice: its jitter makes every pause longer than its budget. */
function createAsking() {
  const clock = { now: () => 0, sleep: async () => undefined };
  const calls = new PortalCalls(portal.url, keys, clock, () => Number.POSITIVE_INFINITY);
  return {
    client: new PortalClient(calls),
    inspector: new PortalInspector(calls),
    untilMs: 20_000,
  };
}

const refused = Symbol("refused");

/** What the client makes of an answer; {@link refused} where it calls it unreadable. */
async function readAnswer(reading: ClientReading, response: unknown, original = response): Promise<unknown> {
  answers = { [reading.call]: asResult(response) };
  try {
    return await reading.read(createAsking(), original);
  } catch (error) {
    if (error instanceof Error && error.message.includes("answered something unreadable")) return refused;
    throw error;
  }
}

function schemaOf({ call }: ClientReading): JsonSchema {
  const { response } = portalCalls.find((one) => nameCall(one) === call) ?? {};
  if (response === undefined) throw new Error(`${call} has no result`);
  return response;
}

const nameOf = ({ path }: DescribedPart): string =>
  path.map((step) => (typeof step === "number" ? "*" : step)).join(".");

const isVital = ({ vital }: ClientReading, part: DescribedPart): boolean => vital.includes(nameOf(part));

/** One part of each name, and those without which nothing can be read once more: they are few among many. */
function listTargets(reading: ClientReading, schema: JsonSchema, response: unknown): DescribedPart[] {
  const parts = [...new Map(listParts(schema, response).map((part) => [nameOf(part), part])).values()];
  return [...parts, ...parts.filter((part) => isVital(reading, part))];
}

const table = clientReadings.map((reading): [string, ClientReading] => [reading.title, reading]);

describe.each(table)("%s", (_title, reading) => {
  const schema = schemaOf(reading);
  const result = arbitraryOf(schema);

  it(
    "is read of every answer that is valid, and read right",
    async () => {
      await fc.assert(
        fc.asyncProperty(result, async (response) => {
          expect(listFlaws(open(schema), response)).toEqual([]);
          expect(await readAnswer(reading, response)).toEqual(reading.expected(response));
        }),
        { numRuns },
      );
    },
    timeoutMs,
  );

  it(
    "is not read of an answer that lacks what it needs, or has it in another type, and misread of none",
    async () => {
      await fc.assert(
        fc.asyncProperty(result, fc.nat(), fc.nat(), async (response, whichPart, whichType) => {
          const parts = listTargets(reading, schema, response);
          const part = parts[whichPart % parts.length] ?? { path: [], schema };
          const wrong = listWrongTypes(part);
          const mistaken = replacePart(response, part.path, wrong[whichType % wrong.length]);
          const lacking = replacePart(response, part.path, undefined);
          const isItem = typeof part.path.at(-1) === "number";
          const read = await readAnswer(reading, mistaken, response);
          if (isVital(reading, part)) {
            expect([part.path, mistaken, read]).toEqual([part.path, mistaken, refused]);
            if (part.path.length > 0 && !isItem)
              expect(await readAnswer(reading, lacking, response)).toBe(refused);
            return;
          }
          if (read === refused) return;
          const allowed = [await readAnswer(reading, response), await readAnswer(reading, lacking, response)];
          expect(allowed).toContainEqual(read);
        }),
        { numRuns: 2 * numRuns },
      );
    },
    timeoutMs,
  );
});

/** What an answer of a form that is no success tells the client, in its own words. */
function foresee({ title, status }: AnswerForm, body: unknown): object {
  if (status === 429) return { kind: "rate-limited", said: "" };
  if (status === 200) return { kind: "unreadable" };
  const kind = status >= 500 ? "failing" : "refused";
  const said = v.parse(refusal, body);
  return { kind, status, ...(title.endsWith("with a page") ? {} : { said }) };
}

/** What a refusal says: the message of what was thrown, the title of a complaint, title and detail of a problem, or nothing. */
const refusal = v.union([
  v.pipe(
    v.object({ error: v.object({ message: v.string() }) }),
    v.transform(({ error }) => quote(error.message)),
  ),
  v.pipe(
    v.object({ response: v.object({ title: v.string() }) }),
    v.transform(({ response }) => quote(response.title)),
  ),
  v.pipe(
    v.object({ title: v.string(), detail: v.optional(v.string(), "") }),
    v.transform(({ title, detail }) => quote(detail === "" ? title : `${title}: ${detail}`)),
  ),
  v.string(),
]);

const wireShape = v.object({
  status: v.number(),
  headers: v.object({ "content-type": v.optional(v.string()) }),
  body: v.unknown(),
});

it(
  "what is no success is told from one, by what may be concluded from it, and without the stack",
  async () => {
    const path = "GET /api/2.0/backup/getbackupprogress";
    const forms = new Map(
      [...portalCalls.flatMap(({ answers }) => answers), ...answersOnTheWay]
        .filter(({ title }) => !/result$|archive$|redirect$|of the store$/.test(title))
        .map((form) => [form.title, arbitraryOf(form.schema).map((answer) => ({ form, answer }))]),
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(...forms.values()), async ({ form, answer }) => {
        const { status, headers, body } = v.parse(wireShape, answer);
        const sent = typeof body === "string" ? body : JSON.stringify(body);
        answers = { [path]: { status, headers, body: sent } };
        const { client, untilMs } = createAsking();
        const trouble = await troubleOf(client.look(false, untilMs));
        expect([form.title, trouble]).toEqual([form.title, expect.objectContaining(foresee(form, body))]);
      }),
      { numRuns: 3 * numRuns },
    );
  },
  timeoutMs,
);

const orders: fc.Arbitrary<BackupRequest> = fc
  .tuple(fc.constantFrom(...storageTypes), fc.boolean(), fc.nat({ max: 999_999_998 }))
  .map(([storageType, dump, number]) => ({
    storageType,
    dump,
    storageParams: paramsOf(storageType, number),
  }));

function paramsOf(storageType: StorageType, number: number): Record<string, string> {
  switch (storageType) {
    case "Documents":
      return { folderId: String(number + 1) };
    case "ThridpartyDocuments":
      return { folderId: `sbox-${number}` };
    case "Local":
      return { filePath: "/var/backups" };
    case "DataStore":
      return {};
    case "ThirdPartyConsumer":
      return { module: "S3", bucket: `bucket-${number}` };
  }
}

/** What a request says, as its schemas describe it. */
function describeRequest({ url, body, headers }: SeenRequest) {
  const { pathname, searchParams } = new URL(url, "http://portal");
  const { authorization, "content-type": type } = headers;
  return { pathname, query: Object.fromEntries(searchParams), body, authorization, type };
}

/** What is wrong with what the client has asked. */
function listRequestFlaws(request: SeenRequest): string[] {
  const { pathname, query, body, authorization, type } = describeRequest(request);
  const call = findCall(request.method, pathname);
  const sent = body === "" ? undefined : JSON.parse(body);
  return [
    ...listFlaws(call.query, query),
    ...(call.body === undefined ? [] : listFlaws(call.body, sent)),
    ...(call.body === undefined && sent !== undefined ? ["a body where none belongs"] : []),
    ...(authorization === (call.isOpen ? undefined : `Bearer ${apiKey}`) ? [] : ["the wrong key"]),
    ...(type === (sent === undefined ? undefined : "application/json") ? [] : ["the wrong content type"]),
  ];
}

it(
  "whatever the client asks is a request that the portal takes",
  async () => {
    const folderId = fc.oneof(
      fc.nat().map(String),
      fc.stringMatching(/^s[a-z]{3,8}-[0-9]{1,5}(-\|[A-Za-z ]{1,9})?$/),
    );
    const fileName = fc.string({ unit: "binary", minLength: 1 });
    requests.length = 0;
    await fc.assert(
      fc.asyncProperty(orders, folderId, fileName, fc.boolean(), async (order, folder, file, dump) => {
        const { client, inspector, untilMs } = createAsking();
        answers = {};
        await Promise.allSettled([
          client.start(order, untilMs),
          client.look(dump, untilMs),
          client.history(dump, untilMs),
          client.deleteBackup(folder, untilMs),
          client.myDocumentsFolderId(untilMs),
          client.listFiles(folder, file, untilMs),
          inspector.state(untilMs),
          inspector.version(untilMs),
          inspector.key(untilMs),
          inspector.folder(folder, untilMs),
          inspector.modules(untilMs),
          inspector.allowance(untilMs),
          inspector.plan(untilMs),
          inspector.hasOwnSchedule(dump, untilMs),
        ]);
      }),
      { numRuns: Math.ceil(numRuns / 2) },
    );
    const flaws = requests.flatMap((request) => listRequestFlaws(request).map((flaw) => [request.url, flaw]));
    expect(flaws).toEqual([]);
    const asked = new Set(
      requests.map((request) => nameCall(findCall(request.method, describeRequest(request).pathname))),
    );
    expect([...new Set(clientReadings.map(({ call }) => call))].filter((call) => !asked.has(call))).toEqual(
      [],
    );
  },
  timeoutMs,
);

import { setTimeout } from "node:timers/promises";
import { backupRoutes } from "../../local/portal/backup-routes";
import { fileRoutes } from "../../local/portal/file-routes";
import type { JobEnding, JobStorage } from "../../local/portal/job";
import { portalRoutes } from "../../local/portal/portal-routes";
import { maintenancePage, otherServerPage, rateLimitAnswer } from "../../local/portal/weather";
import { scenarios } from "../../local/scenarios";
import { arrangeScenario } from "../local/portal/arrange-scenario";
import { sampleOwnSchedules } from "../local/portal/own-schedules";
import { Visitor } from "../local/portal/visitor";
import { fits, listFlaws } from "./json-schema";
import { type AnswerForm, answersOnTheWay, findCall, nameCall, portalCalls } from "./portal-calls";
import { progress } from "./portal-things";

const visitor = new Visitor();
const { portal, clock } = visitor;

/** What was answered in a situation, and of which forms it is. */
interface Observation {
  readonly situation: string;
  readonly call: string;
  readonly forms: readonly string[];
  /** What is wrong with it by each form that has its status, if it is of none. */
  readonly flaws: readonly (readonly string[])[];
  readonly response: unknown;
}

const observations: Observation[] = [];
let situation = "";

const authorization = () => ({ authorization: `Bearer ${portal.state.key.value}` });

const ofTheConnection = ["connection", "keep-alive"];

/** Sends a request; undefined where no connection is made, or the portal keeps it waiting. */
async function send(path: string, init: RequestInit): Promise<Response | undefined> {
  const caller = new AbortController();
  const request = { redirect: "manual", ...init, signal: caller.signal } as const;
  let isOver = false;
  const sent = fetch(new URL(path, portal.url), request)
    .catch(() => undefined)
    .finally(() => {
      isOver = true;
    });
  const whenHeld = async () => {
    while (!isOver && clock.heldRequests === 0) await setTimeout(1);
    if (!isOver) caller.abort();
    return await sent;
  };
  return await Promise.race([sent, whenHeld()]);
}

async function readBody(response: Response): Promise<{ body?: unknown }> {
  const type = response.headers.get("content-type") ?? "";
  if (type === "application/octet-stream") {
    await response.body?.cancel();
    return {};
  }
  const text = await response.text();
  return { body: /json/.test(type) ? JSON.parse(text) : text };
}

/** Asks the portal, as whoever has its key, and notes what is answered. Returns the envelope's result. */
async function ask(
  method: string,
  path: string,
  init: { readonly headers?: Record<string, string>; readonly body?: string } = {},
): Promise<unknown> {
  const { pathname } = new URL(path, portal.url);
  const call = findCall(method, pathname);
  const headers = { ...(!call.isOpen && authorization()), ...init.headers };
  const response = await send(path, { method, ...init, headers });
  if (response === undefined) return undefined;
  const seenHeaders = [...response.headers].filter(([name]) => !ofTheConnection.includes(name));
  const answer = {
    status: response.status,
    headers: Object.fromEntries(seenHeaders),
    ...(await readBody(response)),
  };
  const possible = [...call.answers, ...answersOnTheWay].filter(({ status }) => status === answer.status);
  const forms = possible.filter(({ schema }) => fits(schema, answer)).map(({ title }) => title);
  const flaws = forms.length > 0 ? [] : possible.map(({ schema }) => listFlaws(schema, answer));
  const { body } = answer;
  const result =
    typeof body === "object" && body !== null && "response" in body && response.status === 200
      ? body.response
      : undefined;
  observations.push({ situation, call: nameCall(call), forms, flaws, response: result });
  return result;
}

const asJson = (body: unknown) => ({
  headers: { "content-type": "application/json" },
  body: typeof body === "string" ? body : JSON.stringify(body),
});

const backup = "/api/2.0/backup";

/** Looks at the job in the slot and where it leads, asks for another, and looks for archives. */
async function askOfJob(): Promise<void> {
  await follow(await ask("GET", `${backup}/getbackupprogress?dump=false`));
  await ask("POST", `${backup}/startbackup`, asJson(visitor.documents));
  await ask("GET", `${backup}/getbackuphistory?dump=false`);
}

async function askOfBackups(): Promise<void> {
  const { history } = portal.state;
  await askOfJob();
  for (const dump of [false, true]) {
    await ask("GET", `${backup}/getbackupschedule?dump=${dump}`);
    await ask("GET", `${backup}/getbackupscount?paid=${dump}`);
  }
  await ask("GET", `${backup}/getbackupprogress?dump=true`);
  await ask("GET", `${backup}/getservicestate`);
  await ask("DELETE", `${backup}/deletebackup/${history[0]?.id ?? "none"}`);
  await ask("DELETE", `${backup}/deletebackup/none`);
  await ask("POST", `${backup}/cancelbackup`);
  await ask("POST", `${backup}/cancelbackup`);
}

/** Goes where a job's link leads, in the right way and in all wrong ones. */
async function follow(shown: unknown): Promise<void> {
  const link = typeof shown === "object" && shown !== null && "link" in shown ? String(shown.link) : "";
  if (link === "") return;
  const { pathname, search } = new URL(link, portal.url);
  await ask("GET", `${pathname}${search}`);
  await ask("GET", `${pathname}${search}`, { headers: { authorization: "Bearer sk-0" } });
  await ask("GET", `${pathname}${search}0`);
  await ask("GET", `${pathname}${search}`, { headers: authorization() });
  const redirect = await send(link, { headers: authorization() });
  await redirect?.body?.cancel();
  const location = redirect?.headers.get("location") ?? "";
  if (location !== "") await ask("GET", location.replace(portal.url, ""));
}

async function askOfOthers(): Promise<void> {
  for (const path of [
    "settings",
    "settings/version/build",
    "keys/@self",
    "settings/storage/backup",
    "portal/payment/quota",
    "portal/tariff",
    "files/@my?count=1",
    "files/4711",
    ...["sbox-17", "sbox-17-%7CBackups", "sbox-18"].map((id) => `files/${id}`),
    ...portal.state.folders.map(({ id }) => `files/${id}?sortBy=DateAndTime&sortOrder=descending&count=100`),
    `files/${portal.state.myDocumentsId}?filterValue=acme`,
  ]) {
    await ask("GET", `/api/2.0/${path}`);
  }
  await ask("GET", "/storage/backup/acme.tar?auth=0");
  await ask("GET", "/object-store/acme.tar?expires=1&signature=0");
}

async function askEverything(): Promise<void> {
  await askOfOthers();
  await askOfBackups();
}

/** What a portal can be like, besides healthy. */
const conditions: Record<string, () => void> = {
  healthy: () => undefined,
  "a key that is none": () => Object.assign(portal.state.key, { revoked: true }),
  "a key that reads": () => Object.assign(portal.state.key, { permissions: ["*:read"] }),
  "a key for files": () => Object.assign(portal.state.key, { permissions: ["files:read"] }),
  "a key that expires": () => Object.assign(portal.state.key, { expiresMs: clock.now() + 60_000 }),
  "an owner who is no administrator": () => Object.assign(portal.state.owner, { isAdmin: false }),
  suspended: () => Object.assign(portal.state, { tenantStatus: 1 }),
  restoring: () => Object.assign(portal.state, { tenantStatus: 4 }),
  encrypting: () => Object.assign(portal.state, { tenantStatus: 6 }),
  unpaid: () => Object.assign(portal.state.plan, { tariffState: 3 }),
  "on trial": () => Object.assign(portal.state.plan, { tariffState: 0 }),
  full: () => Object.assign(portal.state.plan, { storageFull: true }),
  "out of free backups": () =>
    Object.assign(portal.state.plan, { paidBackupsOn: false, freeBackupsPerMonth: 0 }),
  "self-hosted": () => Object.assign(portal.state, { standalone: true, dumpAllowed: true }),
  "before cancelbackup": () => Object.assign(portal.state, { version: "3.7.0" }),
  "before warnings": () => Object.assign(portal.state, { version: "3.5.3" }),
  "without backups": () => Object.assign(portal.state, { archives: [], history: [] }),
  "with an empty archive": () => Object.assign(portal.state.archives[0] ?? {}, { sizeBytes: 0 }),
  "with an archive that cannot be reached": () => {
    Object.assign(portal.state.archives[0] ?? {}, { condition: "unreachable" });
    Object.assign(portal.state.history[0] ?? {}, { storageType: 5 });
  },
  "with schedules of its own": () => void portal.state.ownSchedules.push(...sampleOwnSchedules(clock.now())),
};

const endings: readonly JobEnding[] = [
  { kind: "completed" },
  { kind: "completed", warning: "Some files are missing: 3" },
  { kind: "completed-without-record" },
  { kind: "failed-late", error: "The notification could not be sent" },
  { kind: "failed", error: "No space left on device", afterMs: 20_000 },
  { kind: "failed-before-start", error: "no worker", afterMs: 500 },
  { kind: "cancelled", afterMs: 15_000 },
  { kind: "vanished", afterMs: 15_000 },
  { kind: "frozen", afterMs: 15_000 },
  { kind: "never-picked-up" },
];
const storages: readonly JobStorage[] = [
  { kind: "documents", number: 0, folderId: 20_531 },
  { kind: "data-store", number: 4 },
  { kind: "consumer", number: 5, module: "S3" },
];
/** In the queue, at work, about to end, just ended, told of to the end, a day later. */
const momentsMs = [0, 1_500, 10_000, 39_500, 40_500, 43_000, 25 * 3_600_000];

/** What is asked amiss. */
async function askAmiss(): Promise<void> {
  const start = "/api/2.0/backup/startbackup";
  const folder = (value: unknown) => [{ key: "folderId", value }];
  for (const body of [
    "{",
    { storageType: "Nowhere" },
    { dump: "yes" },
    { storageType: "Documents" },
    { storageParams: folder(4711) },
    { storageParams: folder(2) },
    { storageType: "Local" },
    { storageType: "Documents", dump: true },
    { storageType: "ThridpartyDocuments" },
  ]) {
    await ask("POST", start, asJson(body));
  }
  await ask("POST", start, { headers: { "content-type": "text/plain" }, body: "{}" });
  for (const path of [
    "backup/getbackupprogress?dump=perhaps",
    "backup/getbackuphistory?dump=perhaps",
    "backup/getbackupschedule?dump=perhaps",
    "backup/getbackupscount?from=yesterday",
    "files/@my?count=all",
    `files/${portal.state.myDocumentsId}?startIndex=first`,
  ]) {
    await ask("GET", `/api/2.0/${path}`);
  }
}

/** Goes where the link of an archive leads that is gone by then. */
async function followInVain(storage: JobStorage): Promise<void> {
  await visitor.beginAnew();
  portal.beginJob({ storage });
  clock.advance(43_000);
  const shown = await ask("GET", `${backup}/getbackupprogress?dump=false`);
  for (const archive of portal.state.archives) archive.condition = "gone";
  await follow(shown);
}

async function askOfEnding(ending: JobEnding, storage: JobStorage, version: string): Promise<void> {
  const sizeBytes = ending.kind === "completed" && ending.warning !== undefined ? 1_000 : 4_000_000_000;
  for (const afterMs of momentsMs) {
    await visitor.beginAnew();
    portal.state.version = version;
    portal.beginJob({ storage, plan: { ending, sizeBytes } });
    clock.advance(afterMs);
    situation = `${ending.kind} to ${storage.kind} on ${version} after ${afterMs} ms`;
    await askOfJob();
  }
}

async function askOnTheWay(): Promise<void> {
  for (const page of [
    ...[200, 502, 503, 504].map(maintenancePage),
    otherServerPage(),
    rateLimitAnswer(),
    rateLimitAnswer(5),
  ]) {
    await visitor.beginAnew();
    portal.addWeather({ lasts: "always", disturbance: { kind: "page", page, processing: "never" } });
    situation = `behind a page of ${page.status}`;
    await askEverything();
  }
}

beforeAll(async () => {
  await portal.listen();
  for (const [name, arrange] of Object.entries(conditions)) {
    await visitor.beginAnew();
    situation = name;
    arrange();
    await askEverything();
  }
  await visitor.beginAnew();
  situation = "asked amiss";
  await askAmiss();
  for (const ending of endings) {
    for (const storage of storages) await askOfEnding(ending, storage, "3.7.2");
    for (const version of ["3.7.0", "3.5.3"])
      await askOfEnding(ending, { kind: "data-store", number: 4 }, version);
  }
  for (const storage of storages) await followInVain(storage);
  await askOnTheWay();
  for (const scenario of scenarios) {
    await arrangeScenario(visitor, scenario);
    situation = `the scenario ${scenario.name}`;
    await askOfOthers();
    await askOfJob();
    clock.advance(45_000);
    await askOfBackups();
  }
}, 180_000);
afterAll(() => portal.close());

const namesOf = (forms: readonly AnswerForm[]) => forms.map(({ title }) => title);

test("the stand-in portal has the calls that are described, and no others", () => {
  const routes = [...backupRoutes, ...portalRoutes, ...fileRoutes];
  expect(routes.map(nameCall).sort()).toEqual(portalCalls.map(nameCall).sort());
});

test("each of its answers is of exactly one of the forms that its call can have", () => {
  const odd = observations.filter(({ forms }) => forms.length !== 1);
  expect(odd.slice(0, 5)).toEqual([]);
  expect(observations.length).toBeGreaterThan(1_000);
});

test("each form that a call can have is among its answers", () => {
  const seen = new Set(observations.flatMap(({ call, forms }) => forms.map((form) => `${call}: ${form}`)));
  const described = portalCalls.flatMap((call) =>
    [...namesOf(call.answers), ...namesOf(answersOnTheWay)].map((form) => `${nameCall(call)}: ${form}`),
  );
  expect(described.filter((form) => !seen.has(form))).toEqual([]);
});

test("a job is shown in each of its phases", () => {
  const jobs = observations.filter(
    ({ call, forms }) => /progress|startbackup/.test(call) && forms[0] === "a result",
  );
  const phases = progress.oneOf ?? [];
  const seen = phases.filter((phase) => jobs.some(({ response }) => fits(phase, response)));
  expect(seen.map(({ title }) => title)).toEqual(phases.map(({ title }) => title));
});

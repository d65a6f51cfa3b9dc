import { type Answer, controllerError, emptyAnswer, problem } from "../../local/portal/answer";
import {
  cutInHalf,
  type Disturbance,
  maintenancePage,
  type Processing,
  rateLimitAnswer,
} from "../../local/portal/weather";
import type { DeadEnd } from "./portal-ways";

/** Something that goes wrong with a request to the portal, each time that it is made. */
export type PortalFault = {
  /** As the table calls it. */
  readonly name: string;
} & (OnArrival | OnTheWay);

/** The request comes to the portal, or to what stands before it. */
interface OnArrival {
  /**
   * @param elsewhere the origin of a host that is not the portal's
   * @param processing whether the portal carries out what it is asked for, where the fault leaves that open
   */
  readonly disturb: (elsewhere: string, processing: Processing) => Disturbance;
}

/** The request finds no portal. */
interface OnTheWay {
  readonly leadsTo: DeadEnd;
}

const lateMs = 20_000;

const page =
  (answer: Answer) =>
  (_: string, processing: Processing): Disturbance => ({ kind: "page", page: answer, processing });

/** A refusal: the portal has done nothing. */
const refusal = (answer: Answer) => (): Disturbance => ({ kind: "page", page: answer, processing: "never" });

const json = { "content-type": "application/json; charset=utf-8" };

/** Another type for each value: the shape of the answer is right, and nothing in it. */
function twist(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [7] : value.map(twist);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, twist(one)]));
  return typeof value === "string" ? { text: value } : String(value);
}

function twistResponse(answer: Answer): Answer {
  const { response = null, ...envelope } = readObject(answer.body);
  return { ...answer, body: JSON.stringify({ ...envelope, response: twist(response) }) };
}

function readObject(body: Answer["body"]): Record<string, unknown> {
  const read: unknown = typeof body === "string" && body !== "" ? JSON.parse(body) : {};
  return typeof read === "object" && read !== null ? { ...read } : {};
}

export const portalFaults: readonly PortalFault[] = [
  { name: "401", disturb: refusal(emptyAnswer(401)) },
  { name: "402", disturb: refusal(controllerError(402, "The quota is used up.")) },
  { name: "403", disturb: refusal(controllerError(403, "Access denied")) },
  { name: "404", disturb: refusal(problem(404, "Not found")) },
  { name: "409", disturb: refusal(controllerError(409, "Conflict")) },
  { name: "429", disturb: refusal(rateLimitAnswer()) },
  { name: "429, Retry-After", disturb: refusal(rateLimitAnswer(7)) },
  { name: "500", disturb: page(controllerError(500, "The server is not well.")) },
  { name: "502, a page", disturb: page(maintenancePage()) },
  { name: "200, a page", disturb: page(maintenancePage(200)) },
  { name: "200, empty", disturb: page(emptyAnswer(200)) },
  { name: "cut JSON", disturb: () => ({ kind: "altered", alter: cutInHalf }) },
  { name: "wrong types", disturb: () => ({ kind: "altered", alter: twistResponse }) },
  { name: "50 MB", disturb: page({ status: 200, headers: json, body: { sizeBytes: 50_000_000 } }) },
  {
    name: "endless body",
    disturb: page({ status: 200, headers: json, body: { sizeBytes: Number.POSITIVE_INFINITY } }),
  },
  { name: "slow headers", disturb: () => ({ kind: "slow", byMs: lateMs }) },
  { name: "slow body", disturb: () => ({ kind: "slow-body", byMs: lateMs }) },
  { name: "hangs", disturb: (_, processing) => ({ kind: "silence", processing }) },
  { name: "reset", disturb: (_, processing) => ({ kind: "reset", processing }) },
  { name: "breaks off", disturb: () => ({ kind: "torn" }) },
  { name: "nobody listens", leadsTo: "a closed port" },
  { name: "no such name", leadsTo: "an unknown name" },
  {
    name: "redirect",
    disturb: (elsewhere) => ({
      kind: "page",
      page: { status: 307, headers: { location: `${elsewhere}/api/2.0/backup/startbackup` }, body: "" },
      processing: "never",
    }),
  },
];

import * as v from "valibot";
import type { KillPoint } from "../../local/rehearsal/kill-point";
import type { Night } from "../../local/rehearsal/night";
import type { Rehearsal } from "../../local/rehearsal/rehearsal";
import type { InvocationResult } from "../../local/runtime/invocation";
import type { Scenario } from "../../local/scenarios";
import { DeployedPortals } from "./deployed-portals";
import { openRehearsal } from "./open-rehearsal";

export const secondMs = 1000;
export const minuteMs = 60 * secondMs;
export const hourMs = 60 * minuteMs;

/** How late every schedule fires unless a test wants it otherwise. */
export const lateMs = 30 * secondMs;

/** What the schedule sends in the first night. */
export const nightEvent = { mode: "backup", trigger: "schedule", scheduledTime: "2026-03-01T03:30:00Z" };

interface StageOptions {
  readonly settings?: Scenario["settings"];
  /** How long the portal's backups take. @default 10 minutes */
  readonly backupMs?: number;
  readonly arrange?: Scenario["arrange"];
  readonly appendedCode?: string;
  readonly killAt?: KillPoint;
}

/** A mail, shortened to what tests ask for. */
interface ShownMail {
  /** `[OK] 4.2 GB in 6 min` */
  readonly subject: string;
  /** The text without its line breaks. */
  readonly text: string;
  readonly atMs: number;
}

const answer = v.object({ status: v.string(), why: v.optional(v.string()) });

/** `OK`, `CONTINUES` or `LEFT duplicate`; the error's name where the invocation failed. */
function describeResult(result: InvocationResult): string {
  if (result.outcome === "failed") return result.errorType;
  const { status, why = "" } = v.parse(answer, result.payload);
  return `${status} ${why}`.trim();
}

/** A deployment, its stand-ins and its nights, as they look from outside. */
export class Stage {
  /** When the first night's event reaches the function, in milliseconds since 1970. */
  readonly startMs = Date.parse(nightEvent.scheduledTime) + lateMs;
  readonly rehearsal: Rehearsal;
  readonly #nights: Night[] = [];

  constructor(rehearsal: Rehearsal) {
    this.rehearsal = rehearsal;
  }

  get nowMs(): number {
    return this.rehearsal.clock.now();
  }

  get account() {
    return this.rehearsal.account;
  }

  get portal() {
    return this.rehearsal.portal;
  }

  /** Lets the next night pass, to the end of all that comes of it. */
  async live(): Promise<void> {
    this.#nights.push(await this.rehearsal.live());
  }

  /** Invokes the function by hand, and waits for all that comes of it. */
  async click(event: unknown = {}): Promise<void> {
    this.#nights.push(await this.rehearsal.click(event));
  }

  /** Does something that long after the first night's event has reached the function. */
  at(afterMs: number, act: () => unknown): void {
    this.rehearsal.at(this.startMs + afterMs, act);
  }

  /** Invokes the function by hand in the middle of a night. */
  invokeAt(afterMs: number, event: unknown = {}): void {
    this.at(afterMs, () => this.account.lambda.invoke(this.rehearsal.functionArn, event));
  }

  /** How the nights' next backups go. */
  plan(plan: Partial<Stage["portal"]["state"]["nextJob"]>): void {
    this.portal.state.nextJob = { ...this.portal.state.nextJob, ...plan };
  }

  /** All mails so far. */
  get mails(): ShownMail[] {
    return this.account.ses.mails.map(({ subject, text = "", atMs }) => ({
      subject: subject.replace(/ DocSpace backup \S+ \S+ - /, " "),
      text: text.replace(/\s+/g, " "),
      atMs,
    }));
  }

  get subjects(): string[] {
    return this.mails.map(({ subject }) => subject);
  }

  /** How many requests for a backup have reached the portal, or what stands before it. */
  get posts(): number {
    return this.portal.requests.filter(({ path }) => path.endsWith("/backup/startbackup")).length;
  }

  /** How all invocations ended so far, in the order of their ends. */
  get results(): string[] {
    return this.#nights.flatMap(({ invocations }) => invocations.map(describeResult));
  }

  /** How those ended that did not just leave a running backup to the next wake-up. */
  get ends(): string[] {
    return this.results.filter((result) => result !== "CONTINUES");
  }

  /** What has passed so far, night by night and click by click. */
  get nights(): readonly Night[] {
    return this.#nights;
  }

  /** What the roles' policies did not allow. */
  get denials(): string[] {
    return this.#nights.flatMap(({ denials }) => denials);
  }

  /** All that the function has logged. */
  get log(): string {
    return this.account.logGroups.events.map(({ message }) => message).join("\n");
  }

  /** The item of the active run as DynamoDB has it. */
  async readActive(): Promise<Record<string, unknown> | undefined> {
    const { body } = await this.#callTable("GetItem", { Key: activeKey, ConsistentRead: true });
    return v.parse(v.pipe(v.string(), v.parseJson(), itemAnswer), body).Item;
  }

  /** Puts something else in the place of what the active run's item says. */
  async rewriteActive(attributes: Record<string, unknown>): Promise<void> {
    const { status, body } = await this.#callTable("PutItem", {
      Item: { ...(await this.readActive()), ...attributes },
      ConditionExpression: "attribute_exists(#kind)",
      ExpressionAttributeNames: { "#kind": "kind" },
    });
    if (status !== 200) throw new Error(`the active run could not be rewritten: ${body}`);
  }

  #callTable(operation: string, request: object) {
    const { deployment, tables } = this.account;
    return tables.call(operation, JSON.stringify({ TableName: deployment.tables[0]?.name, ...request }));
  }
}

const activeKey = { kind: { S: "active" }, id: { S: "active" } };
const itemAnswer = v.object({ Item: v.optional(v.record(v.string(), v.unknown())) });

/**
 * Deploys the app once for a file of tests, and closes after each test what was opened in it.
 * @param kinds the deployment settings that the tests need besides the usual ones
 * @returns opens a stage on which nothing has happened yet
 */
export function useStages(kinds: readonly NonNullable<Scenario["settings"]>[] = [{}]) {
  const opened: Stage[] = [];
  let portals: DeployedPortals;
  const describeScenario = ({ settings = {}, backupMs, arrange, appendedCode }: StageOptions): Scenario => ({
    name: "test",
    summary: "",
    settings,
    ...(appendedCode !== undefined && { appendedCode }),
    arrange: (world) => {
      world.firing.planDeliveries = () => [lateMs];
      const { state } = world.portal;
      state.nextJob = { ...state.nextJob, durationMs: backupMs ?? 10 * minuteMs };
      arrange?.(world);
    },
  });

  beforeAll(async () => {
    portals = await DeployedPortals.synthesise(kinds.map((settings) => describeScenario({ settings })));
  }, 60_000);
  afterEach(closeAll);
  afterAll(() => portals.remove());

  async function closeAll(): Promise<void> {
    for (const { rehearsal } of opened.splice(0)) await rehearsal.close();
  }

  return async (options: StageOptions = {}): Promise<Stage> => {
    await closeAll();
    const scenario = describeScenario(options);
    const rehearsal = await openRehearsal({
      deployment: portals.deploy(scenario),
      scenario,
      portalPort: portals.portalPort,
      killAt: options.killAt,
    });
    const stage = new Stage(rehearsal);
    opened.push(stage);
    return stage;
  };
}

/** What holds at the end of every night: nobody was refused anything by a policy, and no run is active. */
export async function expectRest(stage: Stage): Promise<void> {
  expect(stage.denials).toEqual([]);
  expect(await stage.readActive()).toBeUndefined();
}

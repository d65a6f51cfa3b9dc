import type { Environment } from "../../lambda/environment";
import { type Answer, invoke } from "../../lambda/invoke";
import { MailError } from "../../lambda/mail/ses-mailer";
import { ApiKey } from "../../lambda/portal/api-key";
import type { BackupRequest } from "../../lambda/portal/portal-client";
import { PortalError } from "../../lambda/portal/portal-error";
import { LedgerError, type Mail, type Ports, type ReportMetrics } from "../../lambda/run/ports";
import { healthyPortal } from "../lambda/healthy-portal";
import { environment } from "../lambda/sample-environment";
import { emptyLedger, MemoryLedger } from "./memory-ledger";
import { type JobPlan, SimulatedPortal, type StartFate } from "./simulated-portal";
import { Timeline } from "./timeline";

/** What may go wrong with one call of the function to the outside, whichever it is. */
export type CallFate =
  | "well"
  /** The process dies before the call is made, or after it took effect. */
  | "killed-before"
  | "killed-after"
  /** The call fails, without or with effect. Only AWS's: the portal's faults have a fate of their own. */
  | "fails-before"
  | "fails-after";

/** What may become of a wake-up that was armed. */
export interface WakeUpFate {
  readonly lateMs: number;
  readonly deliveries: 0 | 1 | 2;
}

/** Chance, or the plan of a test. */
export interface Fortune {
  /** How long a call takes, in milliseconds. */
  callMs(name: string): number;
  call(name: string): CallFate;
  start(): StartFate;
  job(): JobPlan;
  wakeUp(): WakeUpFate;
}

export interface SentMail extends Mail {
  readonly atMs: number;
  /** The run that it reports, as it says itself. */
  readonly runId: string;
}

/** One invocation after its end. */
export interface PastInvocation {
  readonly event: unknown;
  readonly requestId: string;
  /** The runs that it wanted to claim, or took into hand. */
  readonly runIds: readonly string[];
  readonly startedMs: number;
  readonly endedMs: number;
  readonly end: { kind: "answered"; answer: Answer } | { kind: "threw"; error: unknown } | { kind: "killed" };
}

const timeoutMs = 120_000;

/** AWS, a portal and the function in simulated time. The function is the real one, from its entry to its ports. */
export class World {
  readonly timeline: Timeline;
  readonly portal = new SimulatedPortal();
  readonly ledger = emptyLedger();
  readonly mails: SentMail[] = [];
  readonly invocations: PastInvocation[] = [];
  /** What was counted of each report. */
  readonly metrics: ReportMetrics[] = [];
  /** Requests for a backup that the portal may have accepted, by run. */
  readonly starts = new Map<string, number>();
  /** Requests to the portal, whatever became of them: `portal look`, `portal start`, … */
  readonly portalRequests: string[] = [];
  /** Calls of AWS that failed, with or without effect. */
  readonly failedCalls: string[] = [];
  /** What became of the wake-ups that came due. */
  readonly dueWakeUps: WakeUpFate[] = [];
  readonly #fortune: Fortune;
  readonly #environment: Environment;
  readonly #armed = new Map<string, () => void>();
  #invocationCount = 0;

  constructor(startMs: number, fortune: Fortune, settings: Partial<Environment> = {}) {
    this.timeline = new Timeline(startMs);
    this.#fortune = fortune;
    this.#environment = { ...environment, ...settings };
  }

  /** The wake-ups that are armed and have not fired. */
  get armedCount(): number {
    return this.#armed.size;
  }

  /**
   * Invokes the function, which runs until it answers, throws, dies or times out.
   * @param requestId Lambda's id of the event. @default a new one
   */
  invoke(event: unknown, requestId = `request-${this.#invocationCount + 1}`): void {
    const holder = `holder-${++this.#invocationCount}`;
    const startedMs = this.timeline.nowMs;
    const runIds: string[] = [];
    let over = false;
    const finish = (end: PastInvocation["end"]) => {
      if (over) return;
      over = true;
      this.invocations.push({ event, requestId, runIds, startedMs, endedMs: this.timeline.nowMs, end });
    };
    const life: Life = { isOver: () => over, die: () => finish({ kind: "killed" }) };
    this.timeline.at(startedMs + timeoutMs, life.die);
    const invocation = {
      deadlineMs: startedMs + timeoutMs,
      functionName: "function",
      version: "0",
      requestId,
      region: "eu-central-1",
      partition: "aws",
      logGroupName: "group",
      logStreamName: "stream",
    };
    const ports = this.#createPorts(holder, life, runIds);
    invoke(event, invocation, this.#environment, { ...ports, connect: () => ports }).then(
      (answer) => finish({ kind: "answered", answer }),
      (error: unknown) => finish({ kind: "threw", error }),
    );
  }

  #createPorts(holder: string, life: Life, runIds: string[]): Ports {
    const { timeline, portal } = this;
    const ledger = new MemoryLedger(this.ledger, holder);
    /** The run that is being brought on, which is saved before it asks for its backup. */
    let wanting = "no run";
    /** One call to the outside: takes time, and may meet with any fate. A dead process never hears the answer. */
    const call = async <Result>(name: string, act: () => Result | Promise<Result>): Promise<Result> => {
      const fate = this.#fortune.call(name);
      if (name.startsWith("portal ")) this.portalRequests.push(name);
      await live(timeline.sleep(this.#fortune.callMs(name)), life);
      if (fate === "killed-before") return await die(life);
      const fail = (what: string) => {
        this.failedCalls.push(name);
        return describeFailure(name, what);
      };
      if (fate === "fails-before") throw fail("failed");
      const result = await act();
      if (fate === "killed-after") return await die(life);
      if (fate === "fails-after") throw fail("failed after it took effect");
      return result;
    };
    return {
      clock: { now: () => timeline.nowMs, sleep: (durationMs) => live(timeline.sleep(durationMs), life) },
      keys: {
        read: async () => new ApiKey("sk-simulated"),
        readAnew: async () => new ApiKey("sk-simulated"),
        readChanged: async () => undefined,
      },
      inspector: {
        ...healthyPortal,
        key: (untilMs) => call("portal key", () => healthyPortal.key(untilMs)),
        state: (untilMs) => call("portal state", () => healthyPortal.state(untilMs)),
        plan: (untilMs) => call("portal plan", () => healthyPortal.plan(untilMs)),
        allowance: async (untilMs) => {
          await Promise.all([call("portal count", () => undefined), call("portal service", () => undefined)]);
          return await call("portal quota", () => healthyPortal.allowance(untilMs));
        },
      },
      log: () => undefined,
      metrics: (counted) => this.metrics.push(counted),
      portal: {
        look: () =>
          call("portal look", () => ({ job: portal.look(timeline.nowMs), portalTimeMs: timeline.nowMs })),
        start: (request) => call("portal start", () => this.#start(request, wanting, life)),
        deleteBackup: () => call("portal delete", () => Promise.reject(new Error("nothing is deleted"))),
        history: () => call("portal history", () => portal.history(timeline.nowMs)),
        myDocumentsFolderId: () => call("portal my", () => portal.myDocuments(timeline.nowMs)),
        measureDownload: () => call("portal measure", () => Promise.reject(new Error("no link was shown"))),
        listFiles: (_, fileName) => call("portal list", () => portal.listFiles(timeline.nowMs, fileName)),
      },
      mailer: {
        send: (mail) =>
          call("mail", () => {
            const runId = /^ {2}Run {2,}(.+)$/m.exec(mail.text)?.[1] ?? "no run";
            this.mails.push({ ...mail, atMs: timeline.nowMs, runId });
            return "message";
          }),
      },
      ledger: {
        claim: (run) => {
          runIds.push(run.id);
          return call("ledger claim", () => ledger.claim(run));
        },
        load: () => call("ledger load", () => ledger.load()),
        take: (active, run) => {
          runIds.push(run.id);
          return call("ledger take", () => ledger.take(active, run));
        },
        save: (run) => {
          wanting = run.id;
          return call(`ledger save ${run.stage.name}`, () => ledger.save(run));
        },
        isRecorded: (runId) => call("ledger look-up", () => ledger.isRecorded(runId)),
        record: (run) => call("ledger record", () => ledger.record(run)),
        release: (runId) => call("ledger release", () => ledger.release(runId)),
        lastRuns: (limit) => call("ledger last runs", () => ledger.lastRuns(limit)),
      },
      wakeUps: {
        arm: async (runId, hop, dueMs) => {
          try {
            await call("arm", () => this.#arm(runId, hop, dueMs));
            return true;
          } catch {
            return false;
          }
        },
        disarm: async (runId, hop) => {
          try {
            await call("disarm", () => void this.#armed.delete(nameWakeUp(runId, hop)));
          } catch {
            // As in AWS: it will fire, and find nothing to do.
          }
        },
      },
    };
  }

  async #start(request: BackupRequest, runId: string, life: Life) {
    const { timeline, portal } = this;
    portal.start(timeline.nowMs, request);
    const fate = this.#fortune.start();
    if (fate.kind === "not-processed") throw new PortalError("startbackup", fate.trouble);
    this.starts.set(runId, (this.starts.get(runId) ?? 0) + 1);
    const plan = this.#fortune.job();
    if (fate.kind === "accepted") {
      const { taskId } = portal.begin(timeline.nowMs, plan);
      return { taskId, phase: "queued", progressPercent: 0, error: "", warning: "" } as const;
    }
    if (fate.kind === "accepted-unanswered") {
      timeline.at(timeline.nowMs + fate.afterMs, () => portal.begin(timeline.nowMs, plan));
    }
    await live(timeline.sleep(fate.trouble.kind === "unanswered" ? 30_000 : 0), life);
    throw new PortalError("startbackup", fate.trouble);
  }

  #arm(runId: string, hop: number, dueMs: number): void {
    const name = nameWakeUp(runId, hop);
    if (this.#armed.has(name)) return;
    const { lateMs, deliveries } = this.#fortune.wakeUp();
    const fire = () => {
      if (this.#armed.get(name) !== fire) return;
      this.#armed.delete(name);
      this.dueWakeUps.push({ lateMs, deliveries });
      for (let delivery = 0; delivery < deliveries; delivery++) {
        this.timeline.at(this.timeline.nowMs + delivery * 700, () =>
          this.invoke({ mode: "follow", runId, hop }),
        );
      }
    };
    this.#armed.set(name, fire);
    this.timeline.at(dueMs + lateMs, fire);
  }
}

/** The process that runs an invocation. */
interface Life {
  readonly isOver: () => boolean;
  readonly die: () => void;
}

function describeFailure(callName: string, what: string): Error {
  const said = `${callName} ${what}`;
  return callName === "mail" ? new MailError(new Error(said)) : new LedgerError(said);
}

const never = new Promise<never>(() => undefined);

/** Waits, and never comes back to a process that died meanwhile. */
async function live(wait: Promise<void>, life: Life): Promise<void> {
  await wait;
  if (life.isOver()) await never;
}

function die(life: Life): Promise<never> {
  life.die();
  return never;
}

function nameWakeUp(runId: string, hop: number): string {
  return `${runId} ${hop}`;
}

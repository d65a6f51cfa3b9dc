import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../clock/clock";
import type { Answer } from "./answer";
import { saveDueArchives } from "./archives";
import type { ApiRequest } from "./call";
import { createApiKey, createHealthyPortal } from "./healthy-portal";
import { beginAnswer, keepWaiting, readRequest, sendAnswer } from "./http-exchange";
import type { Job, JobPlan, JobStorage } from "./job";
import { enqueueJob, type ShownJob, showJob } from "./job-slot";
import { LoopbackListener } from "./loopback-listener";
import type { PortalState } from "./portal-state";
import { type LoggedRequest, RequestLog } from "./request-log";
import { routeCall } from "./route-call";
import { type Disturbance, type Processing, Sky, type Weather } from "./weather";

/**
 * A stateful DocSpace portal on loopback, after the public API and with its traps.
 *
 * `state` is the portal's inside and may be changed at any time; the routes answer from it and from the clock
 * alone. Weather disturbs requests on their way, and `refuseConnections` takes the whole portal off the net.
 */
export class StandInPortal {
  readonly #clock: Clock;
  readonly #listener: LoopbackListener;
  readonly #log = new RequestLog();
  readonly #sky = new Sky();
  readonly #apiKey = createApiKey();
  readonly #plans = new Set<() => void>();
  #firstActs: (() => void)[] = [];
  #refusesUntilMs = Number.NEGATIVE_INFINITY;
  #isInService = false;
  state: PortalState;
  /** How far the portal's own clock is ahead of everybody's, in milliseconds. */
  aheadMs = 0;

  /** Port 0, the default, takes a free one. */
  constructor(clock: Clock, { port = 0 }: { port?: number } = {}) {
    this.#clock = clock;
    this.#listener = new LoopbackListener((message, response) => void this.#serve(message, response), port);
    this.state = createHealthyPortal(this.#apiKey, clock.now());
  }

  async listen(): Promise<void> {
    await this.#listener.open();
    this.#isInService = true;
    if (this.#clock.now() < this.#refusesUntilMs) {
      await this.#listener.shut();
    }
  }

  /** Stops for good: breaks all connections and forgets all that was still to happen. */
  async close(): Promise<void> {
    this.#forgetPlans();
    this.#isInService = false;
    await this.#listener.shut();
  }

  /** Back to a healthy portal with the same key on the same port; those who listen to requests stay. */
  async reset(): Promise<void> {
    this.#forgetPlans();
    this.aheadMs = 0;
    this.#log.clear();
    this.state = createHealthyPortal(this.#apiKey, this.#clock.now());
    if (this.#isInService && !this.#listener.isListening) {
      await this.#listener.open();
    }
  }

  /** The portal's origin; known once it has listened. */
  get url(): string {
    return this.#listener.url;
  }

  /** All requests since the start or the last reset, oldest first. */
  get requests(): readonly LoggedRequest[] {
    return this.#log.entries;
  }

  /** What the job slot shows at this moment. */
  get job(): ShownJob | undefined {
    saveDueArchives(this.state, this.#portalMs);
    return showJob(this.state, false, this.#portalMs);
  }

  /** Calls `listener` with each request once it was answered, broken off or given up; the answer ends that. */
  onRequest(listener: (request: LoggedRequest) => void): () => void {
    return this.#log.subscribe(listener);
  }

  /** Calls `act` once, just before the next request is looked at: for what must be under way when a run begins. */
  onFirstRequest(act: () => void): void {
    this.#firstActs.push(act);
  }

  addWeather(weather: Weather): void {
    this.#sky.add(weather);
  }

  /** How many requests were disturbed since the start or the last reset. */
  get disturbed(): number {
    return this.#sky.met;
  }

  /** Refuses every connection, until a moment or for good; a later call replaces an earlier one. */
  refuseConnections({ untilMs = Number.POSITIVE_INFINITY }: { untilMs?: number } = {}): void {
    this.#refusesUntilMs = untilMs;
    if (this.#isInService) {
      void this.#listener.shut();
    }
    if (Number.isFinite(untilMs)) {
      this.#plan(untilMs, () => this.#reopen());
    }
  }

  /** Begins a job that nobody asked for over the API: another administrator's, or one of yesterday. */
  beginJob(
    details: { startedMs?: number; storage?: JobStorage; dump?: boolean; plan?: Partial<JobPlan> } = {},
  ): Job {
    const { state } = this;
    return enqueueJob(state, {
      startedMs: details.startedMs ?? this.#portalMs,
      storage: details.storage ?? { kind: "documents", number: 0, folderId: state.myDocumentsId },
      dump: details.dump ?? false,
      plan: { ...state.nextJob, ...details.plan },
    });
  }

  async #serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(message, this.url);
    if (request === undefined) {
      return;
    }
    const finish = this.#log.open(request, message.headers, this.#clock.now());
    for (const act of this.#firstActs.splice(0)) {
      act();
    }
    const disturbance = this.#sky.disturb(request, this.#clock.now());
    const answer =
      disturbance === undefined
        ? this.#process(request)
        : await this.#disturb(request, response, disturbance);
    finish(answer?.status);
    if (answer !== undefined) {
      await sendAnswer(response, answer, this.#portalMs);
    }
  }

  /** What is sent in spite of the disturbance; nothing when the exchange ends without an answer. */
  async #disturb(
    request: ApiRequest,
    response: ServerResponse,
    disturbance: Disturbance,
  ): Promise<Answer | undefined> {
    switch (disturbance.kind) {
      case "slow": {
        const answer = this.#process(request);
        return (await keepWaiting(this.#clock, response, disturbance.byMs)) ? answer : undefined;
      }
      case "slow-body": {
        const sendRest = beginAnswer(response, this.#process(request), this.#portalMs);
        if (await keepWaiting(this.#clock, response, disturbance.byMs)) sendRest();
        return undefined;
      }
      case "torn":
        beginAnswer(response, this.#process(request), this.#portalMs);
        response.socket?.end();
        return undefined;
      case "altered":
        return disturbance.alter(this.#process(request));
      case "page":
        this.#processWhenDue(request, disturbance.processing);
        return disturbance.page;
      case "silence":
        this.#processWhenDue(request, disturbance.processing);
        await keepWaiting(this.#clock, response, Number.POSITIVE_INFINITY);
        return undefined;
      case "reset":
        this.#processWhenDue(request, disturbance.processing);
        response.socket?.resetAndDestroy();
        return undefined;
    }
  }

  #processWhenDue(request: ApiRequest, processing: Processing): void {
    if (processing === "at-once") {
      this.#process(request);
    } else if (processing !== "never") {
      this.#plan(this.#clock.now() + processing.afterMs, () => this.#process(request));
    }
  }

  #process(request: ApiRequest): Answer {
    return routeCall({ request, state: this.state, nowMs: this.#portalMs });
  }

  /** The present moment by the portal's own clock. */
  get #portalMs(): number {
    return this.#clock.now() + this.aheadMs;
  }

  #reopen(): void {
    if (this.#isInService && this.#clock.now() >= this.#refusesUntilMs && !this.#listener.isListening) {
      void this.#listener.open();
    }
  }

  #plan(atMs: number, act: () => void): void {
    const cancel = this.#clock.at(atMs, () => {
      this.#plans.delete(cancel);
      act();
    });
    this.#plans.add(cancel);
  }

  #forgetPlans(): void {
    for (const cancel of this.#plans) {
      cancel();
    }
    this.#plans.clear();
    this.#sky.clear();
    this.#firstActs = [];
    this.#refusesUntilMs = Number.NEGATIVE_INFINITY;
  }
}

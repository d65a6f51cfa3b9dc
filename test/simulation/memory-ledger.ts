import { describeEnd, readPastRun } from "../../lambda/ledger/ended-run";
import { storedRun } from "../../lambda/ledger/run-schema";
import type { PastRun } from "../../lambda/run/past-run";
import { type ActiveRun, type Claim, type Ledger, RunLostError } from "../../lambda/run/ports";
import type { EndedRun, Run } from "../../lambda/run/run";
import { attempt } from "../../lambda/shape";

/** What the table holds. */
export interface LedgerState {
  active:
    | { runId: string; startedAtMs: number; hop: number; dueMs: number; holder: string; run: string }
    | undefined;
  readonly recorded: Map<string, EndedRun>;
}

export function emptyLedger(): LedgerState {
  return { active: undefined, recorded: new Map() };
}

/**
 * The ledger in memory, for one invocation: the same promises as the one in DynamoDB, which a common test holds both to.
 */
export class MemoryLedger implements Ledger {
  readonly #state: LedgerState;
  readonly #holder: string;

  constructor(state: LedgerState, holder: string) {
    this.#state = state;
    this.#holder = holder;
  }

  async claim(run: Run): Promise<Claim> {
    if (this.#state.recorded.has(run.id)) return { kind: "recorded" };
    const active = await this.load();
    const isOurs = active?.holder === this.#holder && active.id === run.id;
    if (active !== undefined && !isOurs) return { kind: "occupied", active };
    this.#write(run);
    return { kind: "claimed" };
  }

  async load(): Promise<ActiveRun | undefined> {
    const { active } = this.#state;
    if (active === undefined) return undefined;
    const { runId, run, ...head } = active;
    return { ...head, id: runId, run: attempt(storedRun, run) };
  }

  async take(active: ActiveRun, run: Run): Promise<boolean> {
    if (this.#state.active?.holder !== active.holder) return this.#state.active?.holder === this.#holder;
    this.#write(run);
    return true;
  }

  async save(run: Run): Promise<void> {
    if (this.#state.active?.holder !== this.#holder) throw new RunLostError(run.id);
    this.#write(run);
  }

  async isRecorded(runId: string): Promise<boolean> {
    return this.#state.recorded.has(runId);
  }

  async record(run: EndedRun): Promise<void> {
    this.#state.recorded.set(run.id, run);
  }

  async release(runId: string): Promise<void> {
    const { active } = this.#state;
    if (active?.holder === this.#holder && active.runId === runId) this.#state.active = undefined;
  }

  async lastRuns(limit: number): Promise<PastRun[]> {
    return [...this.#state.recorded.values()]
      .sort((one, other) => other.startedAtMs - one.startedAtMs)
      .slice(0, limit)
      .flatMap((run) => readPastRun(describeEnd(run)) ?? []);
  }

  #write(run: Run): void {
    const { id: runId, startedAtMs, hop, dueMs } = run;
    this.#state.active = { runId, startedAtMs, hop, dueMs, holder: this.#holder, run: JSON.stringify(run) };
  }
}

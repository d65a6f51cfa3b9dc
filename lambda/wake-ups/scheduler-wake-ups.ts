import { createHash } from "node:crypto";
import {
  ConflictException,
  CreateScheduleCommand,
  DeleteScheduleCommand,
  ResourceNotFoundException,
  type SchedulerClient,
} from "@aws-sdk/client-scheduler";
import { describeError } from "../outside-text";
import { callMs } from "../run/limits";
import type { Log, WakeUps } from "../run/ports";

/** Where wake-ups live and what they call. */
export interface WakeUpConfiguration {
  /** The schedule group that holds wake-ups alone. */
  readonly group: string;
  /** The role as which the scheduler calls the function. */
  readonly roleArn: string;
  readonly functionArn: string;
}

/** A wake-up that comes an hour late is still better than none. */
const retryPolicy = { MaximumEventAgeInSeconds: 3_600, MaximumRetryAttempts: 30 };

/**
 * A name within the scheduler's 64 characters, the same whenever the same wake-up is armed. A run's id has characters that
 * are not allowed there.
 */
function nameWakeUp(runId: string, hop: number): string {
  return `run-${createHash("sha256").update(runId).digest("hex").slice(0, 40)}-${hop}`;
}

/** `at(2026-03-01T02:45:01)`, not before the moment: seconds are the scheduler's finest measure. */
function formatAt(dueMs: number): string {
  return `at(${new Date(Math.ceil(dueMs / 1000) * 1000).toISOString().slice(0, 19)})`;
}

/** Wake-ups as one-time schedules of EventBridge Scheduler, which delete themselves after they have fired. */
export class SchedulerWakeUps implements WakeUps {
  readonly #client: SchedulerClient;
  readonly #configuration: WakeUpConfiguration;
  readonly #log: Log;

  constructor(client: SchedulerClient, configuration: WakeUpConfiguration, log: Log) {
    this.#client = client;
    this.#configuration = configuration;
    this.#log = log;
  }

  async arm(runId: string, hop: number, dueMs: number): Promise<boolean> {
    const { group, roleArn, functionArn } = this.#configuration;
    const command = new CreateScheduleCommand({
      Name: nameWakeUp(runId, hop),
      GroupName: group,
      ScheduleExpression: formatAt(dueMs),
      ScheduleExpressionTimezone: "UTC",
      FlexibleTimeWindow: { Mode: "OFF" },
      ActionAfterCompletion: "DELETE",
      Target: {
        Arn: functionArn,
        RoleArn: roleArn,
        // Ids and a counter only: what a run knows lives in the ledger.
        Input: JSON.stringify({ mode: "follow", runId, hop }),
        RetryPolicy: retryPolicy,
      },
    });
    try {
      const { ScheduleArn } = await this.#client.send(command, { abortSignal: AbortSignal.timeout(callMs) });
      if (ScheduleArn === undefined) throw new Error("the answer names no schedule");
      return true;
    } catch (error) {
      // The name being taken means that another invocation has armed it, or this one before an answer was lost.
      if (error instanceof ConflictException) return true;
      this.#log("the wake-up could not be armed", { runId, hop, error: describeError(error) });
      return false;
    }
  }

  async disarm(runId: string, hop: number): Promise<void> {
    const command = new DeleteScheduleCommand({
      Name: nameWakeUp(runId, hop),
      GroupName: this.#configuration.group,
    });
    try {
      await this.#client.send(command, { abortSignal: AbortSignal.timeout(callMs) });
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return;
      // It will fire, find that its run has ended, and do nothing.
      this.#log("the wake-up could not be called off", { runId, hop, error: describeError(error) });
    }
  }
}

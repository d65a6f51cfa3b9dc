import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoLedger } from "../../lambda/ledger/dynamo-ledger";
import type { PastRun } from "../../lambda/run/past-run";
import { type ActiveRun, LedgerError } from "../../lambda/run/ports";
import type { AwsSession } from "../deployed/aws-session";
import type { DeployedBackup } from "../deployed/deployed-backup";

/** What the ledger of a deployed backup holds. */
export interface LedgerContents {
  readonly active: ActiveRun | undefined;
  /** Those that have ended, the newest first. */
  readonly runs: readonly PastRun[];
}

/**
 * Reads the ledger with the function's own reading; writes nothing.
 * @throws AwsCallError
 */
export async function readLedger(
  aws: AwsSession,
  { ledgerTable }: DeployedBackup,
  limit: number,
): Promise<LedgerContents> {
  const client = new DynamoDBClient(aws.clientSettings);
  // Nothing is taken into these hands.
  const ledger = new DynamoLedger(client, ledgerTable, "npm run history");
  const [active, runs] = await Promise.all([
    aws.call("dynamodb:GetItem", () => unwrap(ledger.load())),
    aws.call("dynamodb:Query", () => unwrap(ledger.lastRuns(limit))),
  ]);
  return { active, runs };
}

/** What AWS has said stands behind what the ledger says. */
async function unwrap<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    throw error instanceof LedgerError ? (error.cause ?? error) : error;
  }
}

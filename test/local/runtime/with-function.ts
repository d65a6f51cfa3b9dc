import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { VirtualClock } from "../../../local/clock/virtual-clock";
import type { LambdaFunctionOptions } from "../../../local/runtime/function-settings";
import { LambdaFunction } from "../../../local/runtime/lambda-function";

export const startMs = Date.UTC(2026, 2, 1, 4, 30);

const cleanUps: (() => Promise<void> | void)[] = [];

/** A virtual clock that jumps unless it is told otherwise, closed by {@link cleanUp}. */
export function createClock(speed = Number.POSITIVE_INFINITY): VirtualClock {
  const clock = new VirtualClock({ startMs, speed });
  cleanUps.push(() => clock.close());
  return clock;
}

/** A function whose only file is this; ended by {@link cleanUp}. */
export function createFunction(
  source: string,
  options: Partial<LambdaFunctionOptions> = {},
  fileName = "index.js",
): LambdaFunction {
  const codeDirectory = mkdtempSync(join(tmpdir(), "function-test-"));
  writeFileSync(join(codeDirectory, fileName), source);
  const created = new LambdaFunction({
    functionName: "Backup",
    functionArn: "arn:aws:lambda:eu-central-1:123456789012:function:Backup",
    codeDirectory,
    handler: "index.handler",
    timeoutMs: 120_000,
    memoryMb: 256,
    environment: { PORTAL_URL: "https://acme.example" },
    logGroupName: "BackupLogs",
    region: "eu-central-1",
    awsEndpointUrl: "http://127.0.0.1:9",
    openSession: () => ({ accessKeyId: "ASIAEXAMPLE", secretAccessKey: "secret", sessionToken: "token" }),
    clock: options.clock ?? createClock(),
    ...options,
  });
  cleanUps.push(async () => {
    await created.close();
    rmSync(codeDirectory, { recursive: true });
  });
  return created;
}

export async function cleanUp(): Promise<void> {
  for (const act of cleanUps.splice(0).reverse()) await act();
}

import type { Clock } from "../clock/clock";
import type { DeployedFunction } from "./deployment";
import { authorize, type Principal } from "./iam";

/** A line in a log group. */
export interface LogEvent {
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly writtenAtMs: number;
  readonly message: string;
}

/** A stand-in for CloudWatch Logs: keeps what functions write, if their role lets them. */
export class LogGroups {
  /** What was written, oldest first. */
  readonly events: LogEvent[] = [];

  /** Called with lines that were written, in which metrics may be. */
  onLines: (lines: readonly string[]) => void = () => undefined;

  readonly #clock: Clock;
  /** The ARNs of the streams that exist. */
  readonly #streams = new Set<string>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Writes an invocation's lines to its function's log group, into a stream that is created at the first writing.
   *
   * @throws AccessDenied if the role lacks `logs:CreateLogStream` or `logs:PutLogEvents`; the lines are lost then
   */
  write(
    { logStreamName, logLines }: { readonly logStreamName: string; readonly logLines: readonly string[] },
    { logGroupArn, logGroupName }: DeployedFunction,
    principal: Principal,
  ): void {
    const resource = `${logGroupArn}:log-stream:${logStreamName}`;
    if (!this.#streams.has(resource)) {
      authorize({ principal, action: "logs:CreateLogStream", resource });
      this.#streams.add(resource);
    }
    authorize({ principal, action: "logs:PutLogEvents", resource });
    const writtenAtMs = this.#clock.now();
    this.events.push(...logLines.map((message) => ({ logGroupName, logStreamName, writtenAtMs, message })));
    this.onLines(logLines);
  }
}

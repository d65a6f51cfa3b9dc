import { Agent, type IncomingHttpHeaders, request as sendRequest } from "node:http";
import { text } from "node:stream/consumers";
import { formatMark } from "./output-mark";
import { readPeakMemoryBytes } from "./peak-memory";

const agent = new Agent({ keepAlive: false });
const stdout = process.stdout;
const stderr = process.stderr;

/** What the Runtime API answers. */
export interface RuntimeAnswer {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/**
 * Calls the Runtime API of the environment that this process is, version 2018-06-01.
 * @param path what follows `runtime/`
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export function callRuntimeApi(method: "GET" | "POST", path: string, body?: string): Promise<RuntimeAnswer> {
  return new Promise((resolve, reject) => {
    const url = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/${path}`;
    const headers = { "content-type": "application/json" };
    const request = sendRequest(url, { method, agent, headers }, (response) => {
      text(response).then((answer) => resolve({ headers: response.headers, body: answer }), reject);
    });
    request.once("error", reject);
    request.end(body);
  });
}

/** Marks where the output of an invocation ends; to be called before its answer is sent. */
export function markEnd(requestId: string): void {
  const peakMemoryBytes = readPeakMemoryBytes("self") ?? process.resourceUsage().maxRSS * 1024;
  const mark = formatMark({ requestId, peakMemoryBytes });
  stdout.write(mark);
  stderr.write(mark);
}

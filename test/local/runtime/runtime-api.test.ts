import { systemClock } from "../../../local/clock/system-clock";
import { RuntimeApi } from "../../../local/runtime/runtime-api";

describe("the Runtime API", () => {
  let api: RuntimeApi;
  let url: string;
  let heldCount: number;

  beforeEach(async () => {
    heldCount = 0;
    api = new RuntimeApi({
      ...systemClock,
      hold: () => {
        heldCount += 1;
        let held = true;
        return () => {
          if (held) heldCount -= 1;
          held = false;
        };
      },
    });
    url = `http://${await api.listen()}/2018-06-01/runtime`;
  });

  afterEach(() => api.close());

  const post = (path: string, body: string) => fetch(`${url}/${path}`, { method: "POST", body });

  /** Asks for the next event and has it delivered. */
  async function deliver(requestId: string) {
    const next = fetch(`${url}/invocation/next`);
    const answer = api.deliver({
      requestId,
      event: { mode: "check" },
      deadlineMs: 1_772_339_400_000.7,
      functionArn: "arn:aws:lambda",
    });
    return { delivered: await next, answer };
  }

  it("keeps an environment waiting, as held, until there is an event, and sends it with the documented headers", async () => {
    const next = fetch(`${url}/invocation/next`);
    await api.ready();
    expect(heldCount).toBe(1);
    void api.deliver({
      requestId: "r-1",
      event: { mode: "check" },
      deadlineMs: 1_772_339_400_000.7,
      functionArn: "arn:aws:lambda",
    });
    const delivered = await next;
    expect(heldCount).toBe(0);
    expect(delivered.status).toBe(200);
    expect(Object.fromEntries(delivered.headers)).toMatchObject({
      "lambda-runtime-aws-request-id": "r-1",
      "lambda-runtime-deadline-ms": "1772339400000",
      "lambda-runtime-invoked-function-arn": "arn:aws:lambda",
      "lambda-runtime-trace-id": expect.stringMatching(/^Root=1-/),
    });
    expect(await delivered.json()).toEqual({ mode: "check" });
  });

  it("holds nothing any more when the environment has hung up", async () => {
    const abort = new AbortController();
    const next = fetch(`${url}/invocation/next`, { signal: abort.signal }).catch(() => undefined);
    await api.ready();
    abort.abort();
    await next;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(heldCount).toBe(0);
  });

  it("takes the answer to the invocation under way, with 202", async () => {
    const { answer } = await deliver("r-1");
    const response = await post("invocation/r-1/response", '{"status":"OK"}');
    expect(response.status).toBe(202);
    expect(await answer).toEqual({ outcome: "succeeded", payload: { status: "OK" } });
  });

  it.each([
    [
      '{"errorType":"TypeError","errorMessage":"no","trace":[]}',
      { errorType: "TypeError", errorMessage: "no" },
    ],
    ["{}", { errorType: "Unhandled", errorMessage: "" }],
    ["not JSON", { errorType: "Unhandled", errorMessage: "not JSON" }],
  ])("takes the error %s", async (body, error) => {
    const { answer } = await deliver("r-1");
    expect((await post("invocation/r-1/error", body)).status).toBe(202);
    expect(await answer).toEqual({ outcome: "failed", ...error });
  });

  it.each([
    ["of another invocation", "invocation/r-2/response", "{}"],
    ["that is not JSON", "invocation/r-1/response", "{"],
    ["to an unknown path", "invocation/r-1/other", "{}"],
  ])("refuses an answer %s, and takes the right one still", async (_name, path, body) => {
    const { answer } = await deliver("r-1");
    const refused = await post(path, body);
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ errorType: "InvalidRequestID" });
    await post("invocation/r-1/response", "1");
    expect(await answer).toEqual({ outcome: "succeeded", payload: 1 });
  });

  it("takes what the initialisation failed of", async () => {
    expect(api.initFailure).toBeUndefined();
    await post("init/error", '{"errorType":"Runtime.ImportModuleError","errorMessage":"none"}');
    expect(api.initFailure).toEqual({
      outcome: "failed",
      errorType: "Runtime.ImportModuleError",
      errorMessage: "none",
    });
  });
});

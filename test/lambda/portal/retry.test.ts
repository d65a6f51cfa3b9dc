import { PortalError, type Trouble } from "../../../lambda/portal/portal-error";
import { retry } from "../../../lambda/portal/retry";

const failing: Trouble = { kind: "failing", status: 502, said: "" };

/** Fails each attempt, on a clock on which nothing but pauses takes time. */
async function fail({
  trouble = failing,
  random = 0,
  budgetMs = 20_000,
  attemptMs = undefined as number | undefined,
}) {
  let nowMs = 0;
  const pauses: number[] = [];
  const timeouts: number[] = [];
  const clock = {
    now: () => nowMs,
    sleep: async (durationMs: number) => {
      pauses.push(durationMs);
      nowMs += durationMs;
    },
  };
  const options = { clock, random: () => random, untilMs: budgetMs, worthwhile: () => true };
  const attempts = retry({ ...options, ...(attemptMs !== undefined && { attemptMs }) }, async (timeoutMs) => {
    timeouts.push(timeoutMs);
    throw new PortalError("GET /", trouble);
  });
  await expect(attempts).rejects.toThrow(PortalError);
  return { pauses, timeouts };
}

describe("a request that fails again and again", () => {
  it("is sent again after pauses that double, up to eight seconds, each shortened by as much as a half", async () => {
    const shortest = [250, 500, 1_000, 2_000, 4_000, 4_000, 4_000];
    expect((await fail({ random: 0 })).pauses).toEqual(shortest);
    const longest = [500, 1_000, 2_000, 4_000, 8_000, 8_000];
    expect((await fail({ random: 1, budgetMs: 24_500 })).pauses).toEqual(longest);
  });

  it("is not sent again where half a second would not be left for it", async () => {
    expect((await fail({ budgetMs: 750 })).pauses).toEqual([250]);
    expect((await fail({ budgetMs: 749 })).pauses).toEqual([]);
  });

  it("takes ten seconds at once, or what is left, or as long as is wanted", async () => {
    expect((await fail({ budgetMs: 12_000 })).timeouts).toEqual([
      10_000, 10_000, 10_000, 10_000, 8_250, 4_250,
    ]);
    expect((await fail({ budgetMs: 900, attemptMs: Number.POSITIVE_INFINITY })).timeouts).toEqual([900, 650]);
  });

  it("waits as long as a refusal as one too many asks for", async () => {
    const retryAfterMs = 9_000;
    const waited = await fail({ trouble: { kind: "rate-limited", said: "", retryAfterMs } });
    expect(waited.pauses).toEqual([9_000, 9_000]);
  });
});

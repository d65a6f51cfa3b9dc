import { explain } from "../../../lambda/report/causes";
import { type Problem, problemCodes } from "../../../lambda/run/outcome";

describe("the explanation of a problem", () => {
  const said = "";
  it.each<[Problem["stage"], Problem["code"], string, RegExp]>([
    ["settings", "configuration-unusable", "the function's settings are unusable", /npx cdk deploy --all/],
    ["key", "secret-unreadable", "the API key's secret is unreadable", /Open the secret in the AWS console/],
    [
      "key",
      "key-placeholder",
      "no API key has been stored yet",
      /Developer Tools > API keys.*npm run set-api-key.*SetApiKey/,
    ],
    [
      "key",
      "key-malformed",
      "the stored API key is not a key",
      /Developer Tools > API keys.*npm run set-api-key.*SetApiKey/,
    ],
    [
      "key",
      "key-refused",
      "the portal refuses the API key",
      /Developer Tools > API keys.*npm run set-api-key.*SetApiKey/,
    ],
    [
      "follow",
      "portal-unreachable",
      "the portal could not be reached meanwhile",
      /Look at the portal's backup page/,
    ],
    [
      "follow",
      "portal-unanswered",
      "the portal did not answer meanwhile",
      /Look at the portal's backup page/,
    ],
    [
      "follow",
      "portal-failing",
      "the portal answered with an error meanwhile",
      /Look at the portal's backup page/,
    ],
    [
      "follow",
      "portal-unreadable",
      "the portal's answer was unreadable meanwhile",
      /Look at the portal's backup page/,
    ],
    [
      "follow",
      "rate-limited",
      "the portal was refusing requests meanwhile",
      /Look at the portal's backup page/,
    ],
    ["start", "portal-unanswered", "the portal did not answer", /npm run check.*run the backup by hand/],
    [
      "verify",
      "portal-unanswered",
      "the portal did not answer at the end",
      /Look at the portal's backup page/,
    ],
    ["follow", "portal-refused", "the portal refuses to tell", /Settings > Payments/],
    ["start", "paid-limit", "it would be charged beyond the limit", /raise maxPaidBackupsPerMonth/],
    ["start", "start-unanswered", "not confirmed, may have been started", /before you run the backup again/],
    ["start", "no-time-left", "no time was left to start it", /when nothing else runs/],
    ["start", "forgotten", "it was never started", /report of the following run/],
    ["start", "other-storage", "another backup was in the way", /the portal's own schedule/],
    ["verify", "backup-error", "the portal reports an error", /is not a backup/],
    ["verify", "cancelled", "the backup was cancelled", /Ask the portal's administrators/],
    ["follow", "not-picked-up", "the portal did not begin it", /restart the backup services/],
    ["follow", "no-progress", "the backup makes no progress", /Cancel the backup in the portal/],
    ["follow", "still-running", "still running", /before you run the backup again/],
    ["verify", "not-in-history", "completed, but no archive", /Look for the file/],
    ["verify", "vanished", "the backup vanished", /was not restarted on purpose/],
    ["verify", "replaced", "another backup took its place", /give this one another time/],
    ["verify", "empty-archive", "the archive is empty", /Delete that file/],
    ["ledger", "ledger-unusable", "the run's ledger cannot be used", /Open the table in the AWS console/],
    ["ledger", "record-unreadable", "another version wrote this run", /before you run the backup again/],
    ["verify", "unexpected-error", "unexpected error", /Look at the portal's backup page/],
  ])("at the stage %s, %s is called %s, and something can be done", (stage, code, short, next) => {
    const explanation = explain({ stage, code, said });
    expect(explanation.short).toBe(short);
    expect(explanation.cause).toMatch(/^[A-Z].*\.$/);
    expect(explanation.next).toMatch(next);
  });

  it("has words of its own for every problem, in ASCII and short enough for a subject", () => {
    const shorts = problemCodes.map((code) => explain({ stage: "verify", code, said }).short);
    expect(shorts.filter((short) => !/^[\x20-\x7e]{1,45}$/.test(short))).toEqual([]);
    expect(new Set(shorts).size).toBe(problemCodes.length);
  });

  it.each<[Problem, string]>([
    [
      {
        stage: "start",
        code: "portal-refused",
        httpStatus: 402,
        said: "The storage space quota is exceeded",
      },
      "storage quota is full",
    ],
    [{ stage: "start", code: "portal-refused", httpStatus: 402, said }, "the portal's plan allows no backup"],
    [{ stage: "start", code: "portal-refused", httpStatus: 403, said }, "the portal denies the backup"],
    [{ stage: "start", code: "portal-refused", httpStatus: 404, said }, "folder or portal not found"],
    [{ stage: "start", code: "portal-refused", httpStatus: 400, said }, "the portal rejects the settings"],
    [{ stage: "start", code: "portal-refused", httpStatus: 302, said }, "the portal has another address"],
    [
      { stage: "start", code: "portal-refused", httpStatus: 404, said: 'an HTML page, "Not found"' },
      "no DocSpace answers there",
    ],
    [
      { stage: "start", code: "portal-refused", httpStatus: 402, said: "The backup quota is exceeded" },
      "the portal's plan allows no backup",
    ],
    [{ stage: "start", code: "portal-refused", httpStatus: 415, said }, "the portal refused"],
    [{ stage: "verify", code: "portal-refused", httpStatus: 402, said }, "the portal refuses to tell"],
    [{ stage: "start", code: "portal-unreachable", said }, "the portal could not be reached"],
    [{ stage: "follow", code: "portal-unreachable", said }, "the portal could not be reached meanwhile"],
    [{ stage: "verify", code: "portal-unreachable", said }, "the portal could not be reached at the end"],
    [
      { stage: "verify", code: "backup-error", said: "No space left on device" },
      "the backup failed for want of room",
    ],
    [
      { stage: "verify", code: "backup-error", said: "DocSpace: Unknown storage type." },
      "the portal reports an error",
    ],
    [{ stage: "start", code: "start-unanswered", said }, "not confirmed, may have been started"],
    [
      { stage: "start", code: "start-unanswered", httpStatus: 500, said: "Access denied" },
      "the portal denies this storage",
    ],
    [
      { stage: "start", code: "start-unanswered", httpStatus: 500, said: "Object reference" },
      "not confirmed, may have been started",
    ],
    [
      {
        stage: "start",
        code: "start-unanswered",
        said: "the portal answered with the job that had ended before",
      },
      "an old backup is in the way",
    ],
    [{ stage: "verify", code: "backup-error", said: "Object reference" }, "the portal reports an error"],
    [{ stage: "verify", code: "not-in-history", said: "stopped" }, "completed, but no archive"],
    [{ stage: "follow", code: "unexpected-error", said }, "unexpected error"],
    [{ stage: "start", code: "unexpected-error", said }, "unexpected error before the start"],
  ])("%j is called %s", (problem, short) => {
    const explanation = explain(problem);
    expect(explanation.short).toBe(short);
    expect(explanation.cause).toMatch(/\.$/);
    expect(explanation.next).toMatch(/\.$/);
  });
});

import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { apiKeyPlaceholder } from "../../../lambda/environment";
import { parseSecret, SecretApiKey } from "../../../lambda/key/secret-api-key";
import { ApiKey, ApiKeyError } from "../../../lambda/portal/api-key";
import { startServer } from "../portal/loopback-server";

const arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:key-AbCdEf";
const apiKey = `sk-${"0123456789abcdef".repeat(4)}`;

describe("a secret's value", () => {
  it.each([
    ["the key itself", apiKey],
    ["the key as a terminal leaves it", ` ${apiKey}\r\n`],
    ["JSON", JSON.stringify({ apiKey })],
    ["JSON with more in it", JSON.stringify({ apiKey: `${apiKey} `, owner: "me" })],
  ])("may be %s", (_, value) => {
    expect(parseSecret(arn, value).authorization).toBe(`Bearer ${apiKey}`);
  });

  it.each([
    ["the placeholder", apiKeyPlaceholder, "key-placeholder"],
    ["the placeholder in JSON", JSON.stringify({ apiKey: apiKeyPlaceholder }), "key-placeholder"],
    ["nothing", "", "key-malformed"],
    ["a header", `Bearer ${apiKey}`, "key-malformed"],
    ["two lines", `${apiKey}\n${apiKey}`, "key-malformed"],
    ["a key with a quotation mark of a word processor", `${apiKey}”`, "key-malformed"],
    ["a JSON text", JSON.stringify(apiKey), "key-malformed"],
    ["a JSON list", JSON.stringify([apiKey]), "key-malformed"],
    ["JSON without apiKey", JSON.stringify({ key: apiKey }), "key-malformed"],
    ["broken JSON", `{"apiKey":"${apiKey}"`, "key-malformed"],
  ])("may not be %s, and the error does not show it", (_, value, problem) => {
    let error: unknown;
    try {
      parseSecret(arn, value);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(ApiKeyError);
    expect(error).toMatchObject({ problem, message: expect.stringContaining(arn) });
    expect(String(error)).not.toContain(apiKey);
  });
});

it.each([
  [apiKey, false],
  [`${apiKey}\n`, false],
  [JSON.stringify({ apiKey: `${apiKey}\r\n` }), false],
  [` ${apiKey}`, true],
  [`${apiKey}\n\n`, true],
  [JSON.stringify({ apiKey: `${apiKey} ` }), true],
])("the end of a line is no padding of a key, and more is: %j", (value, isPadded) => {
  expect(parseSecret(arn, value).isPadded).toBe(isPadded);
});

describe("the key from Secrets Manager", () => {
  async function open(values: (string | undefined)[]) {
    const server = await startServer((_, response, count) => {
      const SecretString = values[Math.min(count, values.length) - 1];
      response.writeHead(200, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify({ ARN: arn, SecretString }));
    });
    const credentials = { accessKeyId: "AKIA", secretAccessKey: "secret" };
    const client = new SecretsManagerClient({ endpoint: server.url, region: "eu-central-1", credentials });
    return { keys: new SecretApiKey(client, arn), server, untilMs: Date.now() + 5_000 };
  }

  it("is read once, and again only when the portal refuses it", async () => {
    const { keys, server, untilMs } = await open([apiKey, apiKey, "sk-new"]);
    const key = await keys.read(untilMs);
    expect((await keys.read(untilMs)).equals(key)).toBe(true);
    expect(server.requests).toHaveLength(1);
    expect(JSON.parse(server.requests[0]?.body ?? "")).toEqual({ SecretId: arn });
    expect(await keys.readChanged(key, untilMs)).toBeUndefined();
    expect((await keys.readChanged(key, untilMs))?.equals(new ApiKey("sk-new"))).toBe(true);
    expect((await keys.read(untilMs)).equals(new ApiKey("sk-new"))).toBe(true);
    expect(server.requests).toHaveLength(3);
    expect((await keys.readAnew(untilMs)).equals(new ApiKey("sk-new"))).toBe(true);
    expect(server.requests).toHaveLength(4);
    await server.stop();
  });

  it("is not there when the secret is binary", async () => {
    const { keys, server, untilMs } = await open([undefined]);
    await expect(keys.read(untilMs)).rejects.toMatchObject({ problem: "key-malformed" });
    await server.stop();
  });

  it("is not there when Secrets Manager does not give it, and the error says why", async () => {
    const { keys, server } = await open([]);
    await server.stop();
    const attempt = keys.read(Date.now() + 3_000);
    await expect(attempt).rejects.toMatchObject({ problem: "secret-unreadable", cause: expect.anything() });
    await expect(attempt).rejects.toThrow("ECONNREFUSED");
  });
});

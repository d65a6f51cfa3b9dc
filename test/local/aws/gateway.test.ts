import {
  GetSecretValueCommand,
  ListSecretsCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { GetSendQuotaCommand, SESClient, SendEmailCommand } from "@aws-sdk/client-ses";
import { deployStack } from "../../../local/aws/deploy-stack";
import { type Deployment, findRole } from "../../../local/aws/deployment";
import { Gateway } from "../../../local/aws/gateway";
import { assumeRole } from "../../../local/aws/iam";
import { listAllowStatements, withoutStatement } from "../../../local/aws/iam/allow-statements";
import { SecretsManager } from "../../../local/aws/secrets-manager";
import { Ses } from "../../../local/aws/ses";
import { type SessionCredentials, SessionStore } from "../../../local/aws/sessions";
import { describeBackup, synthesiseStack } from "./backup-like-stack";
import { ManualClock } from "./manual-clock";

const deployment = deployStack(synthesiseStack(describeBackup));
const secretArn = deployment.secrets[0]?.arn ?? "";
const closers: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function startAws(
  of: Deployment = deployment,
  now = new Date().toISOString(),
  names: readonly string[] = ["secretsmanager", "ses"],
) {
  const clock = new ManualClock(now);
  const sessions = new SessionStore();
  const role = findRole(of, of.functions[0]?.roleArn ?? "");
  const credentials = sessions.open(
    assumeRole({ role, service: "lambda.amazonaws.com", sessionName: "backup-function" }),
  );
  const secretsManager = new SecretsManager({ clock, deployment: of });
  const ses = new Ses({ clock, deployment: of });
  const services = [secretsManager, ses].filter(({ name }) => names.includes(name));
  const gateway = new Gateway({ clock, sessions, services });
  const endpoint = await gateway.listen();
  closers.push(() => gateway.close());
  const clients = (signWith: SessionCredentials = credentials) => {
    const configuration = { region: of.region, endpoint, credentials: signWith, maxAttempts: 1 };
    const made = { keys: new SecretsManagerClient(configuration), mail: new SESClient(configuration) };
    closers.push(() => made.keys.destroy());
    closers.push(() => made.mail.destroy());
    return made;
  };
  return { gateway, secretsManager, ses, credentials, clients, endpoint, ...clients() };
}

function without(action: string): Deployment {
  const missing = listAllowStatements(deployment).find(({ actions }) => actions.includes(action));
  if (missing === undefined) throw new Error(`no statement allows ${action}`);
  return withoutStatement(deployment, missing);
}

const mail = (change: { from?: string; to?: string[]; subject?: string } = {}) =>
  new SendEmailCommand({
    Source: change.from ?? "Nightly backup <backup@example.com>",
    Destination: { ToAddresses: change.to ?? ["admin@example.com", "second@example.com"] },
    Message: {
      Subject: { Data: change.subject ?? "[OK] backup & more <1>", Charset: "UTF-8" },
      Body: { Text: { Data: "Grüße\n+ 4.2 GB = 100 %" }, Html: { Data: "<p>ok &amp; done</p>" } },
    },
  });

describe("Secrets Manager", () => {
  test("gives the secret's value by ARN and by name, to the SDK's own client", async () => {
    const { keys } = await startAws();
    const byArn = await keys.send(new GetSecretValueCommand({ SecretId: secretArn }));
    expect(byArn).toMatchObject({
      ARN: secretArn,
      SecretString: '{"apiKey":"placeholder"}',
      VersionStages: ["AWSCURRENT"],
    });
    const byName = await keys.send(new GetSecretValueCommand({ SecretId: deployment.secrets[0]?.name }));
    expect(byName.VersionId).toBe(byArn.VersionId);
  });

  test("gives a new version once the value has been changed", async () => {
    const { keys, secretsManager } = await startAws();
    const before = await keys.send(new GetSecretValueCommand({ SecretId: secretArn }));
    const [secret] = secretsManager.secrets;
    if (secret !== undefined) secret.value = "sk-new";
    const after = await keys.send(new GetSecretValueCommand({ SecretId: secretArn }));
    expect(after.SecretString).toBe("sk-new");
    expect(after.VersionId).not.toBe(before.VersionId);
    await expect(
      keys.send(new GetSecretValueCommand({ SecretId: secretArn, VersionId: before.VersionId })),
    ).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  test("denies a secret that the role may not read, even one that exists", async () => {
    const { keys, secretsManager, gateway } = await startAws();
    const other = secretsManager.add(
      "arn:aws:secretsmanager:eu-central-1:123456789012:secret:other-AbCdEf",
      "x",
    );
    await expect(keys.send(new GetSecretValueCommand({ SecretId: other.arn }))).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringMatching(
        /assumed-role\/.*\/backup-function is not authorized to perform: secretsmanager:GetSecretValue on resource: .*other-AbCdEf because no identity-based policy/,
      ),
      $metadata: { httpStatusCode: 400 },
    });
    expect(gateway.calls[0]).toMatchObject({
      service: "secretsmanager",
      status: 400,
      check: { action: "secretsmanager:GetSecretValue", resource: other.arn, allowed: false },
    });
  });

  test("denies the stack's own secret once its statement is gone", async () => {
    const { keys } = await startAws(without("secretsmanager:GetSecretValue"));
    await expect(keys.send(new GetSecretValueCommand({ SecretId: secretArn }))).rejects.toMatchObject({
      name: "AccessDeniedException",
    });
  });

  test("says that a secret does not exist to whom may know", async () => {
    const { keys } = await startAws({ ...deployment, secrets: [] });
    await expect(keys.send(new GetSecretValueCommand({ SecretId: secretArn }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "Secrets Manager can't find the specified secret.",
    });
  });

  test("refuses an operation that it does not imitate, naming it", async () => {
    const { keys } = await startAws();
    await expect(keys.send(new ListSecretsCommand({}))).rejects.toThrow(/knows no ListSecrets/);
  });
});

describe("SES", () => {
  test("takes a mail as it was written and keeps it", async () => {
    const { mail: client, ses, gateway } = await startAws();
    const seen: string[] = [];
    ses.onMail = ({ subject }) => seen.push(subject);
    const { MessageId } = await client.send(mail());
    expect(ses.mails).toEqual([
      {
        messageId: MessageId,
        atMs: expect.any(Number),
        from: "Nightly backup <backup@example.com>",
        to: ["admin@example.com", "second@example.com"],
        cc: [],
        bcc: [],
        replyTo: [],
        subject: "[OK] backup & more <1>",
        text: "Grüße\n+ 4.2 GB = 100 %",
        html: "<p>ok &amp; done</p>",
      },
    ]);
    expect(seen).toEqual(["[OK] backup & more <1>"]);
    expect(gateway.calls).toMatchObject([{ service: "ses", status: 200, check: { allowed: true } }]);
  });

  test.each([
    ["another sender", { from: "boss@example.com" }, "identity/boss@example.com"],
    ["a recipient too many", { to: ["admin@example.com", "spy@example.com"] }, "identity/backup@example.com"],
  ])("denies %s by the condition on it", async (_title, change, resource) => {
    const { mail: client, ses } = await startAws();
    await expect(client.send(mail(change))).rejects.toMatchObject({
      name: "AccessDenied",
      message: expect.stringContaining(
        `is not authorized to perform \`ses:SendEmail' on resource \`arn:aws:ses:eu-central-1:123456789012:${resource}'`,
      ),
      $metadata: { httpStatusCode: 403 },
    });
    expect(ses.mails).toEqual([]);
  });

  test("denies every mail once its statement is gone", async () => {
    const { mail: client } = await startAws(without("ses:SendEmail"));
    await expect(client.send(mail())).rejects.toMatchObject({ name: "AccessDenied" });
  });

  test("checks the recipients' identities too, as in the sandbox", async () => {
    const role = findRole(deployment, deployment.functions[0]?.roleArn ?? "");
    const narrow: Deployment = {
      ...deployment,
      roles: [
        {
          ...role,
          policies: role.policies.map(({ name, statements }) => ({
            name,
            statements: statements.map((statement) => ({
              ...statement,
              resources: {
                match: "these",
                patterns: ["arn:aws:ses:eu-central-1:123456789012:identity/backup@example.com"],
              },
            })),
          })),
        },
      ],
    };
    const { mail: client } = await startAws(narrow);
    await expect(client.send(mail())).rejects.toThrow(/identity\/admin@example.com/);
  });

  test("refuses each mail with the error that was asked for, and keeps none", async () => {
    const { mail: client, ses } = await startAws();
    ses.rejection = {
      code: "MessageRejected",
      message: "Email address is not verified: <admin@example.com>",
    };
    await expect(client.send(mail())).rejects.toMatchObject({
      name: "MessageRejected",
      message: "Email address is not verified: <admin@example.com>",
      $metadata: { httpStatusCode: 400 },
    });
    expect(ses.mails).toEqual([]);
  });

  test.each([
    ["a line break in the subject", { subject: "a\r\nBcc: spy@example.com" }, /line break/],
    ["an address without a domain", { to: ["admin"] }, /Missing final '@domain'/],
    ["no recipient", { to: [] }, /Missing required header 'To'/],
    [
      "51 recipients",
      { to: Array.from({ length: 51 }, () => "admin@example.com") },
      /Recipient count exceeds 50/,
    ],
  ])("refuses %s", async (_title, change, message) => {
    const { mail: client } = await startAws();
    await expect(client.send(mail(change))).rejects.toThrow(message);
  });

  test("refuses what it does not imitate, naming it", async () => {
    const { mail: client } = await startAws();
    await expect(client.send(new GetSendQuotaCommand({}))).rejects.toThrow(/no operation GetSendQuota/);
    const command = mail();
    command.input.ConfigurationSetName = "x";
    await expect(client.send(command)).rejects.toThrow(/does not know the parameter ConfigurationSetName/);
  });
});

describe("whoever asks", () => {
  test("is refused with an access key that nobody has", async () => {
    const { clients, credentials } = await startAws();
    const { keys, mail: client } = clients({ ...credentials, accessKeyId: "ASIANOBODY" });
    await expect(keys.send(new GetSecretValueCommand({ SecretId: secretArn }))).rejects.toMatchObject({
      name: "UnrecognizedClientException",
    });
    await expect(client.send(mail())).rejects.toMatchObject({
      name: "InvalidClientTokenId",
      $metadata: { httpStatusCode: 403 },
    });
  });

  test.each([
    ["session token", { sessionToken: "x" }, "UnrecognizedClientException", "InvalidClientTokenId"],
    ["secret key", { secretAccessKey: "x" }, "InvalidSignatureException", "SignatureDoesNotMatch"],
  ])("is refused with a wrong %s", async (_title, wrong, jsonCode, queryCode) => {
    const { clients, credentials, secretsManager, ses } = await startAws();
    const { keys, mail: client } = clients({ ...credentials, ...wrong });
    const command = new GetSecretValueCommand({ SecretId: secretsManager.secrets[0]?.arn });
    await expect(keys.send(command)).rejects.toMatchObject({ name: jsonCode });
    await expect(client.send(mail())).rejects.toMatchObject({ name: queryCode });
    expect(ses.mails).toEqual([]);
  });

  test("is refused without a signature", async () => {
    const { endpoint } = await startAws();
    const form = await fetch(endpoint, { method: "POST", body: "Action=SendEmail" });
    expect([form.status, await form.text()]).toEqual([
      403,
      expect.stringContaining("MissingAuthenticationToken"),
    ]);
    const headers = { "x-amz-target": "secretsmanager.GetSecretValue" };
    const json = await fetch(endpoint, { method: "POST", headers, body: "{}" });
    expect([json.status, await json.json()]).toEqual([
      400,
      expect.objectContaining({ __type: "MissingAuthenticationTokenException" }),
    ]);
  });

  test("is refused when its clock is more than five minutes wrong", async () => {
    const { keys } = await startAws(deployment, new Date(Date.now() + 6 * 60_000).toISOString());
    await expect(keys.send(new GetSecretValueCommand({ SecretId: secretArn }))).rejects.toThrow(
      /Signature expired/,
    );
  });

  test("is let in with a path and a query that need escapes, and not with others than were signed", async () => {
    const { mail: client, gateway } = await startAws();
    const rewrite = (request: unknown, groupName: string) => {
      if (typeof request === "object" && request !== null)
        Object.assign(request, { path: "/schedules/run%3A1%20(2)*", query: { groupName, b: "ü&=" } });
    };
    client.middlewareStack.add(
      (next) => async (args) => {
        rewrite(args.request, "wake ups+(1)");
        return await next(args);
      },
      { step: "build", name: "before signing" },
    );
    await client.send(mail());
    client.middlewareStack.add(
      (next) => async (args) => {
        rewrite(args.request, "another");
        return await next(args);
      },
      { step: "deserialize", priority: "low", name: "after signing" },
    );
    await expect(client.send(mail())).rejects.toMatchObject({ name: "SignatureDoesNotMatch" });
    expect(gateway.calls.map(({ request }) => new URLSearchParams(request.query).get("groupName"))).toEqual([
      "wake ups+(1)",
      "another",
    ]);
  });

  test("is refused when the body is not the one that was signed", async () => {
    const { ses, mail: client } = await startAws();
    client.middlewareStack.add(
      (next) => async (args) => {
        if (typeof args.request === "object" && args.request !== null && "body" in args.request)
          args.request.body = String(args.request.body).replace("admin", "enemy");
        return await next(args);
      },
      { step: "deserialize", priority: "low", name: "tamper" },
    );
    await expect(client.send(mail())).rejects.toMatchObject({ name: "SignatureDoesNotMatch" });
    expect(ses.mails).toEqual([]);
  });

  test("is told when the rehearsal has no stand-in for a service", async () => {
    const { keys } = await startAws(deployment, new Date().toISOString(), ["ses"]);
    await expect(keys.send(new GetSecretValueCommand({ SecretId: secretArn }))).rejects.toThrow(
      "The rehearsal has no stand-in for secretsmanager (it has: ses).",
    );
  });
});

test("the records hold each request without its signature", async () => {
  const { gateway, keys, credentials } = await startAws();
  await keys.send(new GetSecretValueCommand({ SecretId: secretArn }));
  const [call] = gateway.calls;
  expect(call?.request.body).toContain(secretArn);
  expect(call?.request.headers).not.toHaveProperty("authorization");
  expect(JSON.stringify(gateway.calls)).not.toContain(credentials.secretAccessKey);
});

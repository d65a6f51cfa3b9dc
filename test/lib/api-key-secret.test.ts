import { synthesize } from "./synthesize";

const existing = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:docspace/acme-AbCdEf";

test("a new secret holds the placeholder in the form that must never change", () => {
  synthesize().hasResourceProperties("AWS::SecretsManager::Secret", {
    SecretString: '{"apiKey":"REPLACE-ME-with-the-DocSpace-API-key"}',
  });
});

test("no setting changes the new secret, so that no deployment overwrites the key in it", () => {
  const before = synthesize().findResources("AWS::SecretsManager::Secret");
  const after = synthesize({
    name: "office",
    portalUrl: "https://other.example",
    reportTo: "it@example.com",
    sender: "other@example.com",
    at: "05:00",
    enabled: false,
  }).findResources("AWS::SecretsManager::Secret");
  const properties = (resources: typeof before) => Object.values(resources).map((each) => each.Properties);
  expect(Object.keys(after)).toEqual(Object.keys(before));
  expect(properties(after)).toEqual(properties(before));
});

test("an existing secret is read instead of a new one", () => {
  const template = synthesize({ apiKeySecret: existing });
  template.resourceCountIs("AWS::SecretsManager::Secret", 0);
  template.hasResourceProperties("AWS::Lambda::Function", {
    Environment: { Variables: { API_KEY_SECRET_ARN: existing } },
  });
  expect(JSON.stringify(template.findResources("AWS::IAM::Policy"))).toContain(
    `{"Action":"secretsmanager:GetSecretValue","Effect":"Allow","Resource":"${existing}","Sid":"ReadApiKey"}`,
  );
  expect(template.toJSON().Outputs.ApiKeySecretArn.Value).toBe(existing);
});

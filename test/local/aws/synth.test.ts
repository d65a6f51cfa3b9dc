import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCloudAssembly } from "../../../local/aws/cloud-assembly";
import { SynthesisError, synthesise } from "../../../local/aws/synth";

/** An app that says what it was given, as plain JavaScript so that only the CDK's command line is timed. */
const APP = `
const { App, CfnOutput, CfnResource, Stack } = require(${JSON.stringify(require.resolve("aws-cdk-lib"))});
const app = new App();
if (app.node.tryGetContext("portalUrl") === undefined) {
  console.error("Settings: portalUrl is missing, e.g. -c portalUrl=https://acme.example.com");
  process.exit(1);
}
const stack = new Stack(app, "Acme");
new CfnResource(stack, "Queue", { type: "AWS::SQS::Queue" });
new CfnOutput(stack, "PortalUrl", { value: app.node.tryGetContext("portalUrl") });
new CfnOutput(stack, "Inherited", { value: "names: " + Object.keys(process.env).filter((name) => /^AWS_(PROFILE|ACCESS)|^DOCSPACE/.test(name)).join() });
`;

const directory = mkdtempSync(join(tmpdir(), "synth-"));
const appFile = join(directory, "app.js");
writeFileSync(appFile, APP);
const options = { app: `node ${appFile}`, outputDirectory: join(directory, "cdk.out") };

beforeEach(() => {
  process.env.AWS_PROFILE = "company";
  process.env.AWS_ACCESS_KEY_ID = "AKIAREAL";
  process.env.DOCSPACE_API_KEY = "the portal's key";
});

afterEach(() => {
  delete process.env.AWS_PROFILE;
  delete process.env.AWS_ACCESS_KEY_ID;
  delete process.env.DOCSPACE_API_KEY;
});

test("the project's own CDK makes a cloud assembly of the settings, and sees nothing of the user's account and key", async () => {
  await synthesise({ ...options, context: { portalUrl: "https://acme.example.com/?a=b" } });
  const [stack] = readCloudAssembly(options.outputDirectory);
  expect(stack?.name).toBe("Acme");
  expect(stack?.template).toMatchObject({
    Outputs: { PortalUrl: { Value: "https://acme.example.com/?a=b" }, Inherited: { Value: "names: " } },
  });
  expect(readFileSync(join(options.outputDirectory, "Acme.template.json"), "utf8")).not.toContain(
    "AWS::CDK::Metadata",
  );
}, 30_000);

test("what the app says about its settings is what the user reads", async () => {
  const attempt = synthesise({ ...options, context: {} });
  await expect(attempt).rejects.toBeInstanceOf(SynthesisError);
  await expect(attempt).rejects.toThrow(
    "Settings: portalUrl is missing, e.g. -c portalUrl=https://acme.example.com",
  );
}, 30_000);

afterAll(() => rmSync(directory, { recursive: true }));

test("a directory without stacks is named", () => {
  writeFileSync(join(directory, "manifest.json"), JSON.stringify({ version: "48.0.0", artifacts: {} }));
  expect(() => readCloudAssembly(directory)).toThrow(`${directory} holds no stack`);
});

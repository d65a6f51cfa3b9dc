import { deployStack } from "../../../local/aws/deploy-stack";
import { announceDeployment } from "../../../local/terminal/announce-deployment";
import { describeBackup, synthesiseStack } from "../aws/backup-like-stack";
import { openScreen } from "./fake-terminal";

test("what is deployed is told with what it consists of", async () => {
  const { screen, readOutput } = openScreen({ isTTY: false });
  const app = { deployment: deployStack(synthesiseStack(describeBackup)), more: "kept" };
  expect(await announceDeployment(screen, async () => app)).toBe(app);
  const lines = readOutput().split("\n");
  expect(lines).toEqual([
    "Synthesising the stack with the CDK, as for a real deployment ...",
    expect.stringMatching(/^Nightly-acme stands on this machine after \d+\.\d s:$/),
    expect.stringMatching(/^ {2}function Backup[0-9A-F]{8}, 256 MB, 120 s at most$/),
    "  schedule cron(30 4 * * ? *) in Europe/Berlin, enabled",
    "",
    "",
  ]);
});

test("a deployment that fails is not announced", async () => {
  const { screen, readOutput } = openScreen({ isTTY: false });
  const failure = new Error("the settings are wrong");
  await expect(announceDeployment(screen, () => Promise.reject(failure))).rejects.toBe(failure);
  expect(readOutput()).toMatch(/^Synthesising [^\n]*\n$/);
});

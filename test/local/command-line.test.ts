import { CommandLineError, parseCommandLine } from "../../local/command-line";
import { scenarios } from "../../local/scenarios";

const parse = (args: string, { environment = {}, watched = false } = {}) =>
  parseCommandLine(args.split(" ").filter(Boolean), environment, watched);

function findScenario(name: string) {
  const scenario = scenarios.find((candidate) => candidate.name === name);
  if (scenario === undefined) throw new Error(`no scenario ${name}`);
  return scenario;
}

const unwatched = {
  kind: "rehearse",
  scenario: findScenario("success"),
  speed: Number.POSITIVE_INFINITY,
  seed: 1,
  nights: 1,
  exit: true,
  settings: {},
};

test("without options a success is rehearsed", () => {
  expect(parse("")).toEqual(unwatched);
});

test("somebody who watches sees waiting pass, and ends it themselves", () => {
  expect(parse("", { watched: true })).toEqual({ ...unwatched, speed: 20, exit: false });
});

test("with --exit nobody is waited for", () => {
  expect(parse("--exit", { watched: true })).toEqual(unwatched);
});

test.each([
  ["--scenario cancelled", { scenario: findScenario("cancelled") }],
  ["--speed 60", { speed: 60 }],
  ["--speed 1", { speed: 1 }],
  ["--speed max", { speed: Number.POSITIVE_INFINITY }],
  ["--seed 7", { seed: 7 }],
  [
    "--kill-at after:ses:SendEmail:2",
    { killAt: { when: "after", service: "ses", operation: "SendEmail", nth: 2 } },
  ],
  ["-c folderId=42 -c at=05:00", { settings: { folderId: "42", at: "05:00" } }],
  ["--check --scenario cancelled", { command: "check", scenario: findScenario("cancelled") }],
  ["--history --nights 3", { command: "history", nights: 3 }],
  ["--context folderId=", { settings: { folderId: "" } }],
  [
    '-c storageParams={"module":"S3","bucket":"a=b"}',
    { settings: { storageParams: '{"module":"S3","bucket":"a=b"}' } },
  ],
])("%s is understood", (args, difference) => {
  expect(parse(args)).toEqual({ ...unwatched, ...difference });
});

test("a speed that was asked for is kept where somebody watches", () => {
  expect(parse("--speed max", { watched: true })).toMatchObject({
    speed: Number.POSITIVE_INFINITY,
    exit: false,
  });
});

test.each([
  ["--help", "help"],
  ["-h", "help"],
  ["--list", "list"],
  ["--list --help", "help"],
])("%s asks for the %s", (args, kind) => {
  expect(parse(args)).toEqual({ kind });
});

test("a real portal takes its key from the environment", () => {
  const environment = { DOCSPACE_API_KEY: " sk-0123\n" };
  expect(parse("--portal https://acme.onlyoffice.com -c folderId=42", { environment })).toEqual({
    kind: "against-portal",
    portalUrl: "https://acme.onlyoffice.com",
    apiKey: "sk-0123",
    agreed: false,
    exit: true,
    settings: { folderId: "42" },
  });
  expect(parse("--portal https://acme.onlyoffice.com --yes", { environment })).toMatchObject({
    agreed: true,
  });
});

test("a real portal can be checked without a backup", () => {
  const environment = { DOCSPACE_API_KEY: "sk-0123" };
  expect(parse("--portal https://acme.onlyoffice.com --check", { environment })).toMatchObject({
    kind: "against-portal",
    command: "check",
  });
});

test("a key in the environment changes nothing for the stand-in portal", () => {
  expect(parse("", { environment: { DOCSPACE_API_KEY: "sk-0123" } })).toEqual(unwatched);
});

test.each([
  ["--yes", "--yes goes with --portal alone"],
  ["--speed 0", '--speed is "0"'],
  ["--speed 0.5", '--speed is "0.5"'],
  ["--speed -3", "--speed"],
  ["--speed NaN", '--speed is "NaN"'],
  ["--speed fast", '--speed is "fast"'],
  ["--seed -1", "--seed"],
  ["--seed 1.5", '--seed is "1.5"'],
  ["--seed 9999999999", '--seed is "9999999999"'],
  ["--scenario Success", '--scenario is "Success": did you mean success?'],
  ["-c folderId", '-c is "folderId"'],
  ["-c =42", '-c is "=42"'],
  ["--portal https://acme.onlyoffice.com", "DOCSPACE_API_KEY"],
  ["--portal https://me:secret@acme.onlyoffice.com", "--portal holds an @"],
  ["--portal me:secret@acme.onlyoffice.com", "--portal holds an @"],
  ["--portal acme.onlyoffice.com", '--portal is "acme.onlyoffice.com": expected the whole address'],
  ["-c portalUrl=https://acme.onlyoffice.com", "npm start -- --portal https://acme.onlyoffice.com"],
  ["--portal https://acme.onlyoffice.com --scenario slow", "--scenario does not go with --portal"],
  ["--portal https://acme.onlyoffice.com --speed 2", "--speed does not go with --portal"],
  ["--kill-at ses:SendEmail", '--kill-at is "ses:SendEmail"'],
  [
    "--portal https://acme.onlyoffice.com --kill-at after:ses:SendEmail",
    "--kill-at does not go with --portal",
  ],
  ["--check --history", "--history does not go with --check"],
  ["--check --nights 3", "--nights does not go with --check"],
  ["--check --kill-at after:ses:SendEmail", "--kill-at does not go with --check"],
  ["--portal https://acme.onlyoffice.com --history", "--history does not go with --portal"],
  ["--unknown", "'--unknown'"],
  ["success", "'success'"],
])("%s is refused with what to write instead", (args, explanation) => {
  const refused = expect(() => parse(args));
  refused.toThrow(CommandLineError);
  refused.toThrow(explanation);
});

test("a blank key is no key", () => {
  const environment = { DOCSPACE_API_KEY: "  " };
  expect(() => parse("--portal https://acme.onlyoffice.com", { environment })).toThrow("which is not set");
});

test("what is refused as a whole says how options are written, and where they all are", () => {
  expect(() => parse("--unknown")).toThrow("All of them: npm start -- --help");
});

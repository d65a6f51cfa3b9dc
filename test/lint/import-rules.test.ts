import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as v from "valibot";

const projectRoot = join(__dirname, "../..");

const refused: readonly [file: string, statement: string][] = [
  ["lambda/on-cdk.ts", 'import { App } from "aws-cdk-lib"; console.log(App);'],
  ["lambda/on-cdk-part.ts", 'import { Key } from "aws-cdk-lib/aws-kms"; console.log(Key);'],
  ["lambda/on-constructs.ts", 'import { Construct } from "constructs"; console.log(Construct);'],
  ["lambda/on-lib.ts", 'import { parseSettings } from "../lib/settings"; console.log(parseSettings);'],
  [
    "lambda/on-type-of-lib.ts",
    'import type { Settings } from "../lib/settings"; export type Other = Settings;',
  ],
  ["lambda/again-from-lib.ts", 'export { parseSettings } from "../lib/settings";'],
  ["lambda/on-lib-later.ts", 'const lib = await import("../lib/settings"); console.log(lib);'],
  ["lambda/run/on-lib.ts", 'import { parseSettings } from "../../lib/settings"; console.log(parseSettings);'],
  ["lambda/on-local.ts", 'import { scenarios } from "../local/scenarios"; console.log(scenarios);'],
  ["lambda/run/on-local.ts", 'import { scenarios } from "../../local/scenarios"; console.log(scenarios);'],
  ["lambda/on-valibot.ts", 'import * as v from "valibot"; console.log(v);'],
  [
    "lambda/portal/on-valibot.ts",
    'import type { GenericSchema } from "valibot"; export type Schema = GenericSchema;',
  ],
  ["lambda/on-handler.ts", 'import { handler } from "./handler"; console.log(handler);'],
  ["lambda/run/on-handler.ts", 'import { handler } from "../handler"; console.log(handler);'],
  ["lib/on-sdk.ts", 'import { SESClient } from "@aws-sdk/client-ses"; console.log(SESClient);'],
  ["lib/on-local.ts", 'import { scenarios } from "../local/scenarios"; console.log(scenarios);'],
  ["lib/on-lambda.ts", 'import { systemClock } from "../lambda/clock"; console.log(systemClock);'],
  ["lib/on-handler.ts", 'import { handler } from "../lambda/handler"; console.log(handler);'],
  ["bin/on-handler.ts", 'import { handler } from "../lambda/handler"; console.log(handler);'],
  ["bin/check/on-handler.ts", 'import { handler } from "../../lambda/handler"; console.log(handler);'],
  ["bin/check/on-local.ts", 'import { scenarios } from "../../local/scenarios"; console.log(scenarios);'],
  ["bin/on-local.ts", 'import { scenarios } from "../local/scenarios"; console.log(scenarios);'],
  ["lambda/on-bin.ts", 'import "../bin/docspace-backup";'],
  [
    "lambda/run/deep/on-lib.ts",
    'import { parseSettings } from "../../../lib/settings"; console.log(parseSettings);',
  ],
  ["lib/on-bin.ts", 'import "../bin/docspace-backup";'],
  ["lib/settings/on-local.ts", 'import { scenarios } from "../../local/scenarios"; console.log(scenarios);'],
  [
    "lib/settings/on-lambda.ts",
    'import { systemClock } from "../../lambda/clock"; console.log(systemClock);',
  ],
  ["local/on-lambda.ts", 'import { systemClock } from "../lambda/clock"; console.log(systemClock);'],
  [
    "local/on-names.ts",
    'import { environmentNames } from "../lambda/environment"; console.log(environmentNames);',
  ],
  ["local/aws/on-lib.ts", 'import { parseSettings } from "../../lib/settings"; console.log(parseSettings);'],
  ["local/aws/on-handler.ts", 'import { handler } from "../../lambda/handler"; console.log(handler);'],
];

const allowed: readonly [file: string, statement: string][] = [
  ["bin/check/on-words.ts", 'import { explain } from "../../lambda/report/causes"; console.log(explain);'],
  ["bin/app.ts", 'import { parseSettings } from "../lib/settings"; console.log(parseSettings);'],
  [
    "lib/on-names.ts",
    'import type { Environment } from "../lambda/environment"; export type Names = Environment;',
  ],
  [
    "lib/settings/on-names.ts",
    'import type { Environment } from "../../lambda/environment"; export type Names = Environment;',
  ],
  ["lib/on-valibot.ts", 'import * as v from "valibot"; console.log(v);'],
  ["lib/on-cdk.ts", 'import { App } from "aws-cdk-lib"; console.log(App);'],
  ["lambda/on-sdk.ts", 'import { SESClient } from "@aws-sdk/client-ses"; console.log(SESClient);'],
  ["lambda/run/on-portal.ts", 'import { quote } from "../outside-text"; console.log(quote);'],
  [
    "local/on-mail-composer.ts",
    'import MailComposer from "nodemailer/lib/mail-composer"; console.log(MailComposer);',
  ],
  [
    "local/on-portal.ts",
    'import { StandInPortal } from "./portal/stand-in-portal"; console.log(StandInPortal);',
  ],
];

const report = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    diagnostics: v.array(v.object({ category: v.string(), location: v.object({ path: v.string() }) })),
  }),
);

/** Lints files in a copy of the project that holds nothing else; says which files import what they may not. */
function listRefused(files: readonly [file: string, statement: string][]): string[] {
  const folder = mkdtempSync(join(tmpdir(), "import-rules-"));
  try {
    for (const name of ["biome.json", "package.json", ".gitignore"])
      cpSync(join(projectRoot, name), join(folder, name));
    for (const [file, statement] of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), `${statement}\n`);
    }
    const biome = join(projectRoot, "node_modules/.bin/biome");
    const { stdout } = spawnSync(biome, ["lint", "--reporter=json", "--max-diagnostics=none", "."], {
      cwd: folder,
      encoding: "utf8",
    });
    return v
      .parse(report, stdout)
      .diagnostics.filter(({ category }) => category === "lint/style/noRestrictedImports")
      .map(({ location }) => location.path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const refusedFiles = listRefused([...refused, ...allowed]);

test.each(refused)("%s may not say: %s", (file) => {
  expect(refusedFiles).toContain(file);
});

test.each(allowed)("%s may say: %s", (file) => {
  expect(refusedFiles).not.toContain(file);
});

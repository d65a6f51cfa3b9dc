import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildSettingsSchema } from "./settings-schema";

/** Writes docs/settings.schema.json, which editors read to complete cdk.json. */
const file = join(__dirname, "..", "..", "docs", "settings.schema.json");
writeFileSync(file, `${JSON.stringify(buildSettingsSchema(), null, 2)}\n`);

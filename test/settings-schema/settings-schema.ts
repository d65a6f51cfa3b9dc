import { type ConversionConfig, type JsonSchema, toJsonSchema } from "@valibot/to-json-schema";
import * as v from "valibot";
import { otherFields, scheduleFields, sharedFields, storageFields } from "../../lib/settings/portal-fields";
import { settingNames, settingSchemas } from "../../lib/settings/setting-schemas";

const fields = { ...otherFields.entries, ...scheduleFields.entries, ...storageFields.entries };
const portal = v.strictObject(Object.fromEntries(settingNames.map((name) => [name, fields[name]])));
const defaults = v.strictObject(sharedFields.entries);

function isSchema(value: unknown): value is v.GenericSchema {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "schema";
}

/** What the parts of a list or an object are, where metadata says so: the validator looks at them only later. */
function findEach(action: object): v.GenericSchema | undefined {
  if (!("metadata" in action)) return undefined;
  const { metadata } = action;
  const hasEach = typeof metadata === "object" && metadata !== null && "each" in metadata;
  return hasEach && isSchema(metadata.each) ? metadata.each : undefined;
}

function describeEach(whole: JsonSchema, each: v.GenericSchema): JsonSchema {
  const part = withoutDialect(toJsonSchema(each, conversion));
  const known = Object.entries(whole).filter(([key]) => key !== "each");
  return { ...Object.fromEntries(known), [whole.type === "array" ? "items" : "additionalProperties"]: part };
}

function withoutDialect({ $schema: _, ...schema }: JsonSchema): JsonSchema {
  return schema;
}

/** What is written, not what becomes of it. Whatever cannot be converted, and is not listed here, is an error. */
const conversion: ConversionConfig = {
  typeMode: "input",
  errorMode: "throw",
  // Checks by a function of ours, and of bytes. Where they have a form that can be told, metadata beside them tells it.
  ignoreActions: ["raw_check", "trim", "max_bytes"],
  overrideAction({ valibotAction: action, jsonSchema }) {
    // All regular expressions of JSON Schema are Unicode ones.
    if ("requirement" in action && action.requirement instanceof RegExp && action.requirement.flags === "u") {
      return { ...jsonSchema, pattern: action.requirement.source };
    }
    const each = findEach(action);
    return each && describeEach(jsonSchema, each);
  },
};

const required = settingNames.filter((name) => fields[name].type !== "optional");

/** Each portal has to have it itself, unless the defaults do. */
function requireOfPortals(name: string): JsonSchema {
  const inDefaults = { required: ["portalDefaults"], properties: { portalDefaults: { required: [name] } } };
  const inPortals = { properties: { portals: { items: { required: [name] } } } };
  return Object.hasOwn(sharedFields.entries, name) ? { anyOf: [inPortals, inDefaults] } : inPortals;
}

/** What `cdk.json` holds, as far as it is this project's: the settings of all portals. */
export function buildSettingsSchema(): JsonSchema {
  const { $defs, ...portalSchema } = toJsonSchema(portal, { ...conversion, definitions: settingSchemas });
  const { $defs: _, ...defaultsSchema } = toJsonSchema(defaults, {
    ...conversion,
    definitions: settingSchemas,
  });
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Settings of the DocSpace nightly backup, in cdk.json",
    description:
      "Made from the validator by npm run settings-schema. What settings need together is said by npx cdk synth.",
    type: "object",
    properties: {
      context: {
        type: "object",
        properties: {
          portals: {
            description: "The portals: each becomes a stack of its own.",
            type: "array",
            items: { ...withoutDialect(portalSchema), required: undefined },
          },
          portalDefaults: {
            description: "The settings that each portal takes unless it has its own, as whole values.",
            ...withoutDialect(defaultsSchema),
          },
        },
        allOf: required.map(requireOfPortals),
      },
    },
    $defs,
  };
}

import Ajv from "ajv";

/**
 * A JSON schema (draft 7), with the keywords that are used here. `names` is our own: it tells in which words a portal of another
 * release may write the numbers of `enum`, each at its number's place.
 */
export type JsonSchema = {
  readonly title?: string;
  readonly description?: string;
  readonly type?: "object" | "array" | "string" | "integer" | "number" | "boolean";
  readonly const?: unknown;
  readonly enum?: readonly (number | string)[];
  readonly names?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly contains?: JsonSchema;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
};

const ajv = new Ajv({ strict: true, strictTypes: false, allErrors: true, keywords: ["names"] });

/** What a schema holds against a value: nothing, if it is valid. */
export function listFlaws(schema: JsonSchema, value: unknown): string[] {
  const validate = ajv.compile(schema);
  validate(value);
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

/** Whether a value is valid. */
export function fits(schema: JsonSchema, value: unknown): boolean {
  return ajv.validate(schema, value);
}

/** An object with these fields and no others. A name that ends in `?` is one that may be absent. */
export function closed(description: string, fields: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const named = Object.entries(fields).map(([name, field]): [string, JsonSchema] => [
    name.replace("?", ""),
    field,
  ]);
  return {
    description,
    type: "object",
    properties: Object.fromEntries(named),
    required: Object.keys(fields).filter((name) => !name.endsWith("?")),
    additionalProperties: false,
  };
}

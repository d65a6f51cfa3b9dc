import { open } from "./arbitrary-of";
import { fits, type JsonSchema } from "./json-schema";

/** A part of a value that a schema describes. */
export interface DescribedPart {
  readonly path: readonly (string | number)[];
  readonly schema: JsonSchema;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The parts of a value that a schema describes, the whole of it first; of a list each item. */
export function listParts(
  schema: JsonSchema,
  value: unknown,
  path: DescribedPart["path"] = [],
): readonly DescribedPart[] {
  const here = { path, schema };
  const choices = schema.anyOf ?? schema.oneOf ?? [];
  const chosen = choices.find((one) => one.type === "object" && fits(open(one), value)) ?? schema;
  const { items = {}, properties = {} } = chosen;
  if (Array.isArray(value)) {
    return [here, ...value.flatMap((item, index) => listParts(items, item, [...path, index]))];
  }
  if (!isObject(value)) return [here];
  const fields = Object.entries(properties).filter(([name]) => Object.hasOwn(value, name));
  return [here, ...fields.flatMap(([name, field]) => listParts(field, value[name], [...path, name]))];
}

/** A value like this one with something else, or nothing (undefined), in one place. */
export function replacePart(value: unknown, path: DescribedPart["path"], part: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return part;
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => (index === step ? without(replacePart(item, rest, part)) : [item]));
  }
  if (!isObject(value)) throw new Error(`there is no ${path.join(".")}`);
  const fields = Object.entries(value).map(([name, field]): [string, unknown] => [
    name,
    name === step ? replacePart(field, rest, part) : field,
  ]);
  return Object.fromEntries(fields.filter(([, field]) => field !== undefined));
}

const without = (item: unknown): unknown[] => (item === undefined ? [] : [item]);

const samples: readonly unknown[] = ["x", 7, 0.5, true, [], [5], {}];
const typeOf = (value: unknown) => (Array.isArray(value) ? "list" : typeof value);

/** Values of types that a part cannot have. */
export function listWrongTypes({ schema }: DescribedPart): readonly unknown[] {
  const right = typesOf(schema);
  return samples.filter((sample) => !right.includes(typeOf(sample)));
}

/** The types that values of a schema can have, as `typeof` names them. */
function typesOf({
  type,
  const: only,
  enum: values,
  names = [],
  anyOf,
  oneOf = anyOf,
}: JsonSchema): string[] {
  if (only !== undefined) return [typeOf(only)];
  if (values !== undefined) return [...values, ...names].map(typeOf);
  if (oneOf !== undefined) return oneOf.flatMap(typesOf);
  if (type === undefined) return ["string", "number", "boolean", "list", "object"];
  return [type === "integer" ? "number" : type === "array" ? "list" : type];
}

import fc from "fast-check";
import type { JsonSchema } from "./json-schema";

const known = new Set([
  ...[
    "title",
    "description",
    "type",
    "const",
    "enum",
    "names",
    "properties",
    "required",
    "additionalProperties",
  ],
  ...["items", "contains", "pattern", "minLength", "minimum", "maximum", "anyOf", "oneOf"],
]);

/** Anything that JSON can say, for what nobody described. */
const whatever = fc.jsonValue({ maxDepth: 1 });

/** Texts of letters, and ones with whatever a text can hold. */
function words(minLength: number): fc.Arbitrary<string> {
  const plain = fc.stringMatching(/^[A-Za-z][A-Za-z ]{0,12}[a-z]$/);
  return fc.oneof({ arbitrary: plain, weight: 3 }, fc.string({ unit: "binary", minLength, maxLength: 12 }));
}

function ofString({ pattern, minLength = 0 }: JsonSchema): fc.Arbitrary<string> {
  return pattern === undefined ? words(minLength) : fc.stringMatching(new RegExp(pattern, "u"));
}

function ofNumber({ minimum = -(2 ** 31), maximum = 2 ** 31 - 1 }: JsonSchema): fc.Arbitrary<number> {
  return fc.oneof(fc.integer({ min: minimum, max: maximum }), fc.constantFrom(minimum, maximum));
}

/** The fields that are described, and in a closed object ones of which the schema knows nothing: a real portal has more. */
function ofObject(schema: JsonSchema): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties } = schema;
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, arbitraryOf(property)]),
  );
  const described = fc.record(fields, { requiredKeys: [...required] });
  const further = fc.dictionary(
    fc.string({ maxLength: 8 }).filter((name) => !Object.hasOwn(properties, name)),
    typeof additionalProperties === "object" ? arbitraryOf(additionalProperties) : whatever,
    { maxKeys: 2 },
  );
  return fc
    .tuple(described, further)
    .map(([one, other]) => Object.fromEntries([...Object.entries(other), ...Object.entries(one)]));
}

function ofArray({ items = {}, contains }: JsonSchema): fc.Arbitrary<unknown> {
  const list = fc.array(arbitraryOf(items), { maxLength: 4 });
  if (contains === undefined) return list;
  return fc
    .tuple(list, arbitraryOf(contains), fc.nat())
    .map(([others, one, place]) => others.toSpliced(place % (others.length + 1), 0, one));
}

/** A number of the enumeration, or the name that a portal of another release gives it. */
function ofEnum(values: readonly (number | string)[], names: readonly string[] = []): fc.Arbitrary<unknown> {
  return fc.constantFrom<number | string>(...values, ...names);
}

/**
 * What a portal may answer by a schema: everything that is valid by it, and the same with the names of enumerations for their
 * numbers and with fields that the schema does not know.
 * @throws Error for a keyword that is not understood
 */
export function arbitraryOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  const unknown = Object.keys(schema).filter((keyword) => !known.has(keyword));
  if (unknown.length > 0) throw new Error(`nothing can be made after ${unknown.join()}`);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return ofEnum(schema.enum, schema.names);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map(arbitraryOf));
  switch (schema.type) {
    case "object":
      return ofObject(schema);
    case "array":
      return ofArray(schema);
    case "string":
      return ofString(schema);
    case "integer":
    case "number":
      return ofNumber(schema);
    case "boolean":
      return fc.boolean();
    default:
      throw new Error(`nothing can be made after a schema without a type: ${JSON.stringify(schema)}`);
  }
}

const opened = new WeakMap<JsonSchema, JsonSchema>();

/** The schema of all that {@link arbitraryOf} makes: with names for its enumerations, and objects that may have more fields. */
export function open(schema: JsonSchema): JsonSchema {
  const ready = opened.get(schema);
  if (ready !== undefined) return ready;
  const { oneOf, anyOf = oneOf, names = [], properties, items, contains, ...rest } = schema;
  const wider: JsonSchema = {
    ...rest,
    ...(rest.additionalProperties === false && { additionalProperties: true }),
    ...(rest.enum && { enum: [...rest.enum, ...names] }),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, open(one)])),
    }),
    ...(items && { items: open(items) }),
    ...(contains && { contains: open(contains) }),
    ...(anyOf && { anyOf: anyOf.map(open) }),
  };
  opened.set(schema, wider);
  return wider;
}

/**
 * Reads what comes from outside into exact types. A shape is a function from an unknown value to the thing, so that shapes are
 * put together, and results converted, by calling them.
 *
 * Our own, because it is in the bundle, where a library that is known for being small takes five times the room
 * (`docs/adr/0007`).
 */
export type Shape<Value> = (value: unknown, path?: string) => Value;

/** What a shape reads. */
export type Read<SomeShape> = SomeShape extends Shape<infer Value> ? Value : never;

/** A value is not of the shape. */
export class Misfit extends Error {
  override name = "Misfit";
  /** Where in the value: `run.stage`, `[2].id`; empty for the value itself. */
  readonly path: string;
  /** What should be there, such as `a text`. */
  readonly expected: string;
  /** What is there: a list or an object by its kind, anything else as it is, so a text in full. Not for secrets. */
  readonly found: string;

  constructor(path: string, expected: string, value: unknown) {
    const found = describe(value);
    super(`${path}: expected ${expected}, got ${found}`);
    this.path = path;
    this.expected = expected;
    this.found = found;
  }
}

function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}

/** What `accepts` agrees to. */
export function shape<Value>(expected: string, accepts: (value: unknown) => value is Value): Shape<Value> {
  return (value, path = "") => {
    if (accepts(value)) return value;
    throw new Misfit(path, expected, value);
  };
}

export const text = shape("a text", (value) => typeof value === "string");
export const number = shape("a number", (value) => typeof value === "number");
export const flag = shape("true or false", (value) => typeof value === "boolean");

/** One of the words. */
export function oneOf<const Word extends string>(...words: readonly Word[]): Shape<Word> {
  return shape(words.map((word) => `"${word}"`).join(" or "), (value): value is Word =>
    words.some((word) => word === value),
  );
}

/** What `inner` reads and `holds` is true of; `expected` is said of what `inner` cannot read, too. */
export function checked<Value>(
  inner: Shape<Value>,
  expected: string,
  holds: (value: Value) => boolean,
): Shape<Value> {
  return (value, path = "") => {
    const read = match(inner, value, path);
    if (!(read instanceof Misfit) && holds(read)) return read;
    throw new Misfit(path, expected, value);
  };
}

/** Undefined where there is nothing, or null, which is how JSON says so. */
export function optional<Value>(inner: Shape<Value>): Shape<Value | undefined> {
  return (value, path) => (value === undefined || value === null ? undefined : inner(value, path));
}

/** What the first of the shapes reads that fits; a misfit is that of the second. */
export function either<One, Other>(one: Shape<One>, other: Shape<Other>): Shape<One | Other> {
  return (value, path) => {
    const read = match(one, value, path);
    return read instanceof Misfit ? other(value, path) : read;
  };
}

/** A list of any length. */
export function list<Item>(item: Shape<Item>): Shape<Item[]> {
  const anyList = shape("a list", Array.isArray);
  return (value, path = "") => anyList(value, path).map((one, index) => item(one, `${path}[${index}]`));
}

/** An object, whatever is in it. */
export const anyObject = shape(
  "an object",
  (value): value is Record<string, unknown> =>
    typeof value === "object" && value !== null && !Array.isArray(value),
);

/** An object with these fields; others are left out. */
export function object<Fields extends Readonly<Record<string, Shape<unknown>>>>(
  fields: Fields,
): Shape<{ -readonly [Name in keyof Fields]: Read<Fields[Name]> }> {
  return (value, path = "") => {
    const found = anyObject(value, path);
    const read = Object.entries(fields).map(([name, field]) => [
      name,
      field(found[name], path === "" ? name : `${path}.${name}`),
    ]);
    return Object.fromEntries(read);
  };
}

/**
 * What a JSON text says, to be read by another shape.
 * @throws SyntaxError where it says nothing; whose message, too, may quote the text
 */
export const json: Shape<unknown> = (value, path) => JSON.parse(text(value, path));

/** What a shape reads of a value, or why it does not fit. */
export function match<Value>(wanted: Shape<Value>, value: unknown, path?: string): Value | Misfit {
  try {
    return wanted(value, path);
  } catch (error) {
    if (error instanceof Misfit) return error;
    throw error;
  }
}

/** What a shape reads of a value; undefined where it does not fit or is no JSON, and nothing is told of a secret. */
export function attempt<Value>(wanted: Shape<Value>, value: unknown): Value | undefined {
  try {
    return wanted(value);
  } catch (error) {
    if (error instanceof Misfit || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

import { isJsonObject, type JsonObject, type JsonValue } from "./json";
import { TemplateError } from "./template-error";

/** What the references of a template point to. */
export interface ReferenceScope {
  /** The value of `Ref`: a resource, a parameter or a pseudo parameter; undefined for `AWS::NoValue`. */
  reference(name: string, where: string): string | undefined;
  /** The value of `Fn::GetAtt`. */
  attribute(logicalId: string, attribute: string, where: string): string;
}

/**
 * Replaces CloudFormation's intrinsic functions in a template's value by what they stand for.
 *
 * @returns undefined where the value is `AWS::NoValue`, which removes the property that holds it
 * @throws TemplateError on a function, a dynamic reference or a shape that is not known here
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export function resolveIntrinsics(
  value: JsonValue,
  scope: ReferenceScope,
  where: string,
): JsonValue | undefined {
  if (typeof value === "string") {
    if (value.includes("{{resolve:"))
      throw new TemplateError(where, `the dynamic reference "${value}" is not known here.`);
    return value;
  }
  if (isList(value)) {
    return value
      .map((item, index) => resolveIntrinsics(item, scope, `${where}[${index}]`))
      .filter((item) => item !== undefined);
  }
  if (!isJsonObject(value)) return value;
  const call = intrinsicCall(value, where);
  if (call !== undefined) return evaluate(call.name, call.argument, scope, `${where}.${call.name}`);
  const entries = Object.entries(value).flatMap(([key, item]) => {
    const resolved = resolveIntrinsics(item, scope, `${where}.${key}`);
    return resolved === undefined ? [] : [[key, resolved] as const];
  });
  return Object.fromEntries(entries);
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function intrinsicCall(value: JsonObject, where: string): { name: string; argument: JsonValue } | undefined {
  const entries = Object.entries(value);
  const found = entries.find(([key]) => key === "Ref" || key.startsWith("Fn::"));
  if (found === undefined) return undefined;
  if (entries.length > 1)
    throw new TemplateError(where, `${found[0]} stands beside other keys, where it must stand alone.`);
  return { name: found[0], argument: found[1] };
}

function evaluate(
  name: string,
  argument: JsonValue,
  scope: ReferenceScope,
  where: string,
): JsonValue | undefined {
  const resolved = (item: JsonValue): JsonValue => {
    const result = resolveIntrinsics(item, scope, where);
    if (result === undefined) throw new TemplateError(where, "AWS::NoValue cannot be an argument.");
    return result;
  };
  const text = (item: JsonValue | undefined): string => {
    const result = item === undefined ? undefined : resolved(item);
    if (typeof result === "string") return result;
    if (typeof result === "number" || typeof result === "boolean") return String(result);
    throw new TemplateError(where, `found ${JSON.stringify(result)}, expected a text.`);
  };
  const list = (item: JsonValue | undefined): readonly JsonValue[] => {
    const result = item === undefined ? undefined : resolved(item);
    if (result !== undefined && isList(result)) return result;
    throw new TemplateError(where, `found ${JSON.stringify(result)}, expected a list.`);
  };
  const pair = (): readonly [JsonValue, JsonValue] => {
    const [first, second, ...rest] = isList(argument) ? argument : [];
    if (first !== undefined && second !== undefined && rest.length === 0) return [first, second];
    throw new TemplateError(where, `found ${JSON.stringify(argument)}, expected a list of two.`);
  };
  switch (name) {
    case "Ref":
      return scope.reference(text(argument), where);
    case "Fn::GetAtt": {
      const [logicalId, attribute] = pair();
      return scope.attribute(text(logicalId), text(attribute), where);
    }
    case "Fn::Join": {
      const [separator, items] = pair();
      return list(items).map(text).join(text(separator));
    }
    case "Fn::Split": {
      const [separator, whole] = pair();
      return text(whole).split(text(separator));
    }
    case "Fn::Select": {
      const [index, items] = pair();
      const selected = list(items)[Number(text(index))];
      if (selected === undefined) throw new TemplateError(where, `there is no item ${text(index)}.`);
      return selected;
    }
    case "Fn::Sub":
      return substitute(argument, scope, where, text);
    default:
      throw new TemplateError(where, `the function ${name} is not known here.`);
  }
}

/** `Fn::Sub`, either a text or a list of a text and its own variables; `${!x}` stands for a literal `${x}`. */
function substitute(
  argument: JsonValue,
  scope: ReferenceScope,
  where: string,
  text: (item: JsonValue | undefined) => string,
): string {
  const [template, variables = {}] = isList(argument) ? argument : [argument];
  if (typeof template !== "string" || !isJsonObject(variables))
    throw new TemplateError(
      where,
      `found ${JSON.stringify(argument)}, expected a text, or a text and variables.`,
    );
  return template.replace(/\$\{([^}]*)\}/g, (_whole, inner: string) => {
    if (inner.startsWith("!")) return `\${${inner.slice(1)}}`;
    if (Object.hasOwn(variables, inner)) return text(variables[inner]);
    const dot = inner.indexOf(".");
    if (dot >= 0) return scope.attribute(inner.slice(0, dot), inner.slice(dot + 1), where);
    const value = scope.reference(inner, where);
    if (value === undefined) throw new TemplateError(where, `\${${inner}} has no value.`);
    return value;
  });
}

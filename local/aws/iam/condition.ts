import { matchesArn, matchesPattern } from "./pattern";
import { PolicyError } from "./policy-error";

/** What a service tells IAM about a request: a text, or several for keys such as `ses:Recipients`. */
export type RequestContext = Readonly<Record<string, string | readonly string[]>>;

/** One key of a statement's condition block. */
export interface Condition {
  readonly qualifier: "single" | "ForAllValues" | "ForAnyValue";
  readonly operator: Operator;
  /** In lower case: IAM does not tell the case of keys apart. */
  readonly key: string;
  /** One of these must fit. */
  readonly values: readonly string[];
}

type Operator = keyof typeof OPERATORS;

const OPERATORS = {
  StringEquals: (actual: string, expected: string) => actual === expected,
  StringLike: (actual: string, expected: string) => matchesPattern(actual, expected),
  ArnEquals: matchesArn,
  ArnLike: matchesArn,
  Bool: (actual: string, expected: string) => actual.toLowerCase() === expected.toLowerCase(),
};

type RawValue = string | number | boolean | readonly string[];

/**
 * Reads a statement's `Condition` element.
 *
 * @throws PolicyError on an operator or a policy variable that is not evaluated here
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function parseConditions(
  block: Readonly<Record<string, Readonly<Record<string, RawValue>>>>,
  where: string,
): Condition[] {
  return Object.entries(block).flatMap(([name, keys]) => {
    const { qualifier, operator } = parseOperator(name, where);
    return Object.entries(keys).map(([key, raw]) => {
      const values = (typeof raw === "object" ? [...raw] : [raw]).map(String);
      const variable = values.find((value) => value.includes("${"));
      if (variable !== undefined)
        throw new PolicyError(where, `the policy variable in "${variable}" is not evaluated here.`);
      return { qualifier, operator, key: key.toLowerCase(), values };
    });
  });
}

function parseOperator(name: string, where: string): Pick<Condition, "qualifier" | "operator"> {
  const [first, second, ...rest] = name.split(":");
  const qualifier = second === undefined ? "single" : first;
  const operator = second ?? first;
  if (
    rest.length > 0 ||
    !(qualifier === "single" || qualifier === "ForAllValues" || qualifier === "ForAnyValue") ||
    !isOperator(operator)
  ) {
    const known = Object.keys(OPERATORS).join(", ");
    throw new PolicyError(where, `the condition operator ${name} is not evaluated here (known: ${known}).`);
  }
  return { qualifier, operator };
}

function isOperator(name: string | undefined): name is Operator {
  return name !== undefined && Object.hasOwn(OPERATORS, name);
}

/**
 * Tells whether a request meets a condition. A key that the request does not carry meets none but `ForAllValues`.
 *
 * @throws PolicyError if a key with several values is compared as if it had one: IAM's answer is undefined then
 */
export function meetsCondition(condition: Condition, context: RequestContext): boolean {
  const { qualifier, operator, key, values } = condition;
  const found = Object.entries(context).find(([name]) => name.toLowerCase() === key)?.[1] ?? [];
  const fits = (actual: string) => values.some((expected) => OPERATORS[operator](actual, expected));
  const actuals = typeof found === "string" ? [found] : found;
  switch (qualifier) {
    case "ForAllValues":
      return actuals.every(fits);
    case "ForAnyValue":
      return actuals.some(fits);
    case "single":
      if (typeof found !== "string" && found.length > 0)
        throw new PolicyError(
          key,
          `${operator} needs ForAllValues: or ForAnyValue:, as the key has several values.`,
        );
      return actuals.some(fits);
  }
}

import * as v from "valibot";
import { type Condition, parseConditions } from "./condition";
import { PolicyError } from "./policy-error";

/** One statement of a policy. */
export interface Statement {
  readonly sid?: string;
  readonly effect: "Allow" | "Deny";
  /** Whom it is about; undefined in identity policies, which are about the role that holds them. */
  readonly principals?: Principals;
  readonly actions: Selection;
  /** In a trust policy, which names none: the role itself, so everything. */
  readonly resources: Selection;
  readonly conditions: readonly Condition[];
}

/** Patterns with `*` and `?`, meaning what they match (`these`) or everything else (`others`). */
export interface Selection {
  readonly match: "these" | "others";
  readonly patterns: readonly string[];
}

/** Whom a trust or resource policy is about; `*` in `aws` means anyone. */
export interface Principals {
  readonly aws: readonly string[];
  readonly services: readonly string[];
}

const texts = v.union([v.string(), v.array(v.string())]);
const principalSchema = v.union([
  v.literal("*"),
  v.strictObject({ AWS: v.optional(texts, []), Service: v.optional(texts, []) }),
]);
const statementSchema = v.strictObject({
  Sid: v.optional(v.string()),
  Effect: v.picklist(["Allow", "Deny"]),
  Principal: v.optional(principalSchema),
  Action: v.optional(texts),
  NotAction: v.optional(texts),
  Resource: v.optional(texts),
  NotResource: v.optional(texts),
  Condition: v.optional(
    v.record(v.string(), v.record(v.string(), v.union([texts, v.boolean(), v.number()]))),
    {},
  ),
});
const documentSchema = v.strictObject({
  Version: v.literal("2012-10-17"),
  Id: v.optional(v.string()),
  Statement: v.pipe(v.unknown(), v.transform(listOf), v.array(statementSchema)),
});

/**
 * Reads a policy document as it stands in a template, references replaced.
 *
 * @param where names the policy in errors
 * @throws PolicyError on an element, an operator or a variable that is not evaluated here
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
export function parsePolicyDocument(document: unknown, where: string): Statement[] {
  const parsed = v.safeParse(documentSchema, document);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    throw new PolicyError(where, `${v.getDotPath(issue) ?? "document"}: ${issue.message}`);
  }
  return parsed.output.Statement.map((statement, index) =>
    readStatement(statement, `${where}, statement ${statement.Sid ?? index}`),
  );
}

function readStatement(statement: v.InferOutput<typeof statementSchema>, where: string): Statement {
  return {
    ...(statement.Sid === undefined ? {} : { sid: statement.Sid }),
    effect: statement.Effect,
    ...(statement.Principal === undefined ? {} : { principals: readPrincipals(statement.Principal) }),
    actions: select(statement.Action, statement.NotAction, "Action", where),
    resources:
      statement.Principal !== undefined &&
      statement.Resource === undefined &&
      statement.NotResource === undefined
        ? { match: "these", patterns: ["*"] }
        : selectResources(statement, where),
    conditions: parseConditions(statement.Condition, where),
  };
}

function readPrincipals(principal: v.InferOutput<typeof principalSchema>): Principals {
  if (principal === "*") return { aws: ["*"], services: [] };
  return { aws: listOf(principal.AWS), services: listOf(principal.Service) };
}

function selectResources(statement: v.InferOutput<typeof statementSchema>, where: string): Selection {
  const resources = select(statement.Resource, statement.NotResource, "Resource", where);
  const short = resources.patterns.find((pattern) => pattern !== "*" && pattern.split(":").length < 6);
  if (short !== undefined)
    throw new PolicyError(where, `the resource "${short}" is neither * nor an ARN with all its six parts.`);
  return resources;
}

function select(
  these: string | string[] | undefined,
  others: string | string[] | undefined,
  element: string,
  where: string,
): Selection {
  const patterns = these ?? others;
  if (patterns === undefined || (these !== undefined && others !== undefined))
    throw new PolicyError(where, `expected either ${element} or Not${element}.`);
  for (const pattern of listOf(patterns)) {
    if (pattern.includes("${"))
      throw new PolicyError(where, `the policy variable in "${pattern}" is not evaluated here.`);
  }
  return { match: these === undefined ? "others" : "these", patterns: listOf(patterns) };
}

function listOf<T>(value: T | readonly T[]): readonly T[] {
  return isList(value) ? value : [value];
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}

import * as v from "valibot";
import type { CloudStack } from "../cloud-assembly";
import { type ReferenceScope, resolveIntrinsics } from "./intrinsics";
import { isJsonObject, type JsonObject, type JsonValue } from "./json";
import { identifyResource, type ResourceIdentity, TYPES_WITHOUT_BEHAVIOUR } from "./resource-identity";
import { TemplateError } from "./template-error";

/** A resource of the template with every reference replaced. */
export interface ResolvedResource extends ResourceIdentity {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: JsonObject;
}

/** A template with every reference replaced. */
export interface ResolvedTemplate {
  readonly resources: readonly ResolvedResource[];
  readonly outputs: Readonly<Record<string, string>>;
}

const jsonValue = v.custom<JsonValue>((value) => value !== undefined);
const jsonObject = v.custom<JsonObject>((value) => typeof value === "object" && value !== null);

/** `Parameters` and `Rules` come with the CDK's bootstrap check, `Conditions` with its usage statistics. */
const templateSchema = v.strictObject({
  AWSTemplateFormatVersion: v.optional(v.string()),
  Description: v.optional(v.string()),
  Metadata: v.optional(jsonValue),
  Parameters: v.optional(v.strictObject({ BootstrapVersion: v.optional(jsonValue) })),
  Rules: v.optional(v.strictObject({ CheckBootstrapVersion: v.optional(jsonValue) })),
  Conditions: v.optional(v.strictObject({ CDKMetadataAvailable: v.optional(jsonValue) })),
  Resources: v.record(
    v.string(),
    v.strictObject({
      Type: v.string(),
      Properties: v.optional(jsonObject, {}),
      DependsOn: v.optional(jsonValue),
      Metadata: v.optional(jsonValue),
      DeletionPolicy: v.optional(v.string()),
      UpdateReplacePolicy: v.optional(v.string()),
      Condition: v.optional(v.literal("CDKMetadataAvailable")),
    }),
  ),
  Outputs: v.optional(
    v.record(
      v.string(),
      v.strictObject({
        Value: jsonValue,
        Description: v.optional(v.string()),
        Export: v.optional(jsonValue),
      }),
    ),
    {},
  ),
});

/**
 * Replaces all references of a stack's template, as CloudFormation does when it deploys.
 *
 * @throws TemplateError on anything that is not understood
 */
export function resolveTemplate(stack: CloudStack): ResolvedTemplate {
  const parsed = v.safeParse(templateSchema, stack.template);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    throw new TemplateError(v.getDotPath(issue) ?? stack.name, `${issue.message}.`);
  }
  const template = parsed.output;
  const identities = new Map<string, ResourceIdentity>();

  const identify = (logicalId: string, where: string): ResourceIdentity => {
    const known = identities.get(logicalId);
    if (known !== undefined) return known;
    const resource = template.Resources[logicalId];
    if (resource === undefined) throw new TemplateError(where, `there is no resource ${logicalId}.`);
    const identity = identifyResource(resource.Type, {
      stackName: stack.name,
      accountId: stack.accountId,
      region: stack.region,
      logicalId,
      text: (property) => resolveName(logicalId, property, resource.Properties[property]),
    });
    identities.set(logicalId, identity);
    return identity;
  };
  const resolveName = (logicalId: string, property: string, value: JsonValue | undefined) => {
    const where = `Resources.${logicalId}.Properties.${property}`;
    const resolved = value === undefined ? undefined : resolveIntrinsics(value, scope, where);
    if (resolved === undefined || typeof resolved === "string") return resolved;
    throw new TemplateError(where, `found ${JSON.stringify(resolved)}, expected a name.`);
  };
  const pseudoParameters = pseudoParametersOf(stack);
  const scope: ReferenceScope = {
    reference: (name, where) =>
      pseudoParameters.has(name) ? pseudoParameters.get(name) : identify(name, where).ref,
    attribute: (logicalId, attribute, where) => {
      const value = identify(logicalId, where).attributes[attribute];
      if (value === undefined)
        throw new TemplateError(where, `the attribute ${attribute} of ${logicalId} is not known here.`);
      return value;
    },
  };

  const resources = Object.entries(template.Resources).map(([logicalId, resource]) => {
    const where = `Resources.${logicalId}`;
    if (resource.Condition !== undefined && !TYPES_WITHOUT_BEHAVIOUR.has(resource.Type))
      throw new TemplateError(where, `it depends on the condition ${resource.Condition}.`);
    const properties = resolveIntrinsics(resource.Properties, scope, `${where}.Properties`);
    return {
      ...identify(logicalId, where),
      logicalId,
      type: resource.Type,
      properties: isJsonObject(properties) ? properties : {},
    };
  });
  const outputs = Object.entries(template.Outputs).map(([name, output]) => {
    const where = `Outputs.${name}.Value`;
    const value = resolveIntrinsics(output.Value, scope, where);
    if (typeof value !== "string")
      throw new TemplateError(where, `found ${JSON.stringify(value)}, expected a text.`);
    return [name, value] as const;
  });
  return { resources, outputs: Object.fromEntries(outputs) };
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html */
function pseudoParametersOf({
  name,
  accountId,
  region,
}: CloudStack): ReadonlyMap<string, string | undefined> {
  const stackId = `arn:aws:cloudformation:${region}:${accountId}:stack/${name}/00000000-0000-4000-8000-000000000000`;
  return new Map([
    ["AWS::AccountId", accountId],
    ["AWS::NoValue", undefined],
    ["AWS::Partition", "aws"],
    ["AWS::Region", region],
    ["AWS::StackId", stackId],
    ["AWS::StackName", name],
    ["AWS::URLSuffix", "amazonaws.com"],
    ["BootstrapVersion", "30"],
  ]);
}

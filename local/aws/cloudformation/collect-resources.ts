import * as v from "valibot";
import type { ResolvedResource } from "./resolve-template";
import { TemplateError } from "./template-error";

/** A resource whose properties have been checked against their schema. */
export type Parsed<Schema extends v.GenericSchema> = Omit<ResolvedResource, "properties"> & {
  readonly properties: v.InferOutput<Schema>;
};

/**
 * Takes the resources of one type.
 *
 * @throws TemplateError if a property is not as the schema wants it
 */
export function collectResources<Schema extends v.GenericSchema>(
  resources: readonly ResolvedResource[],
  type: string,
  schema: Schema,
): Parsed<Schema>[] {
  return resources
    .filter((resource) => resource.type === type)
    .map((resource) => {
      const parsed = v.safeParse(schema, resource.properties);
      if (parsed.success) return { ...resource, properties: parsed.output };
      const issue = parsed.issues[0];
      const path = v.getDotPath(issue);
      const where = [`Resources.${resource.logicalId}.Properties`, ...(path === null ? [] : [path])].join(
        ".",
      );
      throw new TemplateError(where, `${type}: ${issue.message}.`);
    });
}

/**
 * The value of `Fn::GetAtt`.
 *
 * @throws TemplateError if the attribute is not known here
 */
export function attributeOf(resource: Omit<ResolvedResource, "properties">, attribute: string): string {
  const value = resource.attributes[attribute];
  if (value === undefined)
    throw new TemplateError(
      `Resources.${resource.logicalId}`,
      `its attribute ${attribute} is not known here.`,
    );
  return value;
}

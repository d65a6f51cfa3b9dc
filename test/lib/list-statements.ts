import type { Template } from "aws-cdk-lib/assertions";

/**
 * The statements of all policies of the role with this logical id, in order.
 * @throws Error if it has none
 */
export function listStatements(template: Template, roleId: string): unknown[] {
  const statements: unknown[] = Object.values(template.findResources("AWS::IAM::Policy"))
    .filter((policy) => JSON.stringify(policy.Properties.Roles) === JSON.stringify([{ Ref: roleId }]))
    .flatMap((policy) => policy.Properties.PolicyDocument.Statement);
  if (statements.length === 0) throw new Error(`No policy belongs to the role ${roleId}.`);
  return statements;
}

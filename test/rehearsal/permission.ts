import type { Deployment } from "../../local/aws/deployment";
import {
  type AllowStatement,
  listAllowStatements,
  withoutStatement,
} from "../../local/aws/iam/allow-statements";

/** One action that one Allow statement of a deployment's roles allows. */
export interface Permission {
  /** `<role> <Sid of the statement> <action>` */
  readonly name: string;
  readonly statement: AllowStatement;
  readonly action: string;
}

/** Lists every action of every Allow statement of a deployment's roles. */
export function listPermissions(deployment: Deployment): Permission[] {
  return listAllowStatements(deployment).flatMap((statement) =>
    statement.actions.map((action) => ({
      name: `${nameRole(statement)} ${statement.sid ?? statement.policyName} ${action}`,
      statement,
      action,
    })),
  );
}

/** The role's logical id without the hash at its end. */
function nameRole({ roleLogicalId }: AllowStatement): string {
  return roleLogicalId.replace(/[0-9A-F]{8}$/, "");
}

/** Gives the same deployment without the permission: its statement goes if that allows nothing else. */
export function withoutPermission(deployment: Deployment, { statement, action }: Permission): Deployment {
  if (statement.actions.length === 1) return withoutStatement(deployment, statement);
  const { roleLogicalId, policyName, index: place } = statement;
  return {
    ...deployment,
    roles: deployment.roles.map((role) => ({
      ...role,
      policies: role.policies.map((policy) => ({
        ...policy,
        statements: policy.statements.map((candidate, index) => {
          const isMeant = role.logicalId === roleLogicalId && policy.name === policyName && index === place;
          if (!isMeant) return candidate;
          const patterns = candidate.actions.patterns.filter((pattern) => pattern !== action);
          return { ...candidate, actions: { ...candidate.actions, patterns } };
        }),
      })),
    })),
  };
}

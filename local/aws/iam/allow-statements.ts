import type { Deployment } from "../deployment";

/** Says which Allow statement of a deployment is meant; the same after each deployment of the same template. */
export interface AllowStatement {
  readonly roleLogicalId: string;
  readonly policyName: string;
  /** Its place among all statements of the policy, from 0. */
  readonly index: number;
  readonly sid?: string;
  readonly actions: readonly string[];
}

/** Lists every Allow statement of a deployment's roles. */
export function listAllowStatements(deployment: Deployment): AllowStatement[] {
  return deployment.roles.flatMap((role) =>
    role.policies.flatMap((policy) =>
      policy.statements.flatMap((statement, index) =>
        statement.effect === "Allow"
          ? [
              {
                roleLogicalId: role.logicalId,
                policyName: policy.name,
                index,
                ...(statement.sid === undefined ? {} : { sid: statement.sid }),
                actions: statement.actions.patterns,
              },
            ]
          : [],
      ),
    ),
  );
}

/**
 * Gives the same deployment without one Allow statement, to see what fails without it.
 *
 * @throws if the deployment has no such statement
 */
export function withoutStatement(
  deployment: Deployment,
  missing: Pick<AllowStatement, "roleLogicalId" | "policyName" | "index">,
): Deployment {
  const isMissing = (candidate: typeof missing) =>
    candidate.roleLogicalId === missing.roleLogicalId &&
    candidate.policyName === missing.policyName &&
    candidate.index === missing.index;
  if (!listAllowStatements(deployment).some(isMissing)) {
    const { roleLogicalId, policyName, index } = missing;
    throw new Error(
      `${deployment.stackName} has no Allow statement ${index} in policy ${policyName} of role ${roleLogicalId}; ` +
        "take one that listAllowStatements names.",
    );
  }
  return {
    ...deployment,
    roles: deployment.roles.map((role) => ({
      ...role,
      policies: role.policies.map(({ name, statements }) => ({
        name,
        statements: statements.filter(
          (_, index) => !isMissing({ roleLogicalId: role.logicalId, policyName: name, index }),
        ),
      })),
    })),
  };
}

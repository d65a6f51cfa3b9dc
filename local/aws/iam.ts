import type { Role } from "./deployment";
import { meetsCondition, type RequestContext } from "./iam/condition";
import { matchesArn, matchesPattern } from "./iam/pattern";
import type { Principals, Selection, Statement } from "./iam/statement";

/** Who makes a request: a session of a role. */
export interface Principal {
  readonly role: Role;
  readonly sessionName: string;
  /** `arn:aws:sts::<account>:assumed-role/<role>/<session>` */
  readonly arn: string;
}

/** A request that a policy decides about. */
export interface AuthorizationRequest {
  readonly principal: Principal;
  /** e.g. `ses:SendEmail` */
  readonly action: string;
  /** the ARN of what is acted upon */
  readonly resource: string;
  /** condition keys, e.g. `{"ses:FromAddress": "backup@example.com"}` */
  readonly context?: RequestContext;
}

/** IAM's refusal. */
export class AccessDenied extends Error {
  override readonly name = "AccessDenied";

  constructor(
    readonly principalName: string,
    readonly action: string,
    readonly resource: string,
    readonly reason: string,
  ) {
    super(`${principalName} is not authorized to perform: ${action} on resource: ${resource} ${reason}`);
  }
}

/**
 * Lets a request pass if the role's policies allow it and none denies it.
 *
 * @throws AccessDenied in AWS's words
 */
export function authorize({ principal, action, resource, context = {} }: AuthorizationRequest): void {
  const statements = principal.role.policies.flatMap((policy) => policy.statements);
  const applies = (statement: Statement) =>
    selectsAction(statement, action) &&
    selectsResource(statement, resource) &&
    statement.conditions.every((condition) => meetsCondition(condition, context));
  const deny = (reason: string) => new AccessDenied(`User: ${principal.arn}`, action, resource, reason);
  if (statements.some((statement) => statement.effect === "Deny" && applies(statement)))
    throw deny("with an explicit deny in an identity-based policy");
  if (!statements.some((statement) => statement.effect === "Allow" && applies(statement)))
    throw deny(`because no identity-based policy allows the ${action} action`);
}

/**
 * Refuses what a resource's own policy denies. Inside one account such a policy need not allow what the role's
 * own policies allow already, so it is asked in addition to `authorize`.
 *
 * @throws AccessDenied in AWS's words
 */
export function respectResourcePolicy(policy: readonly Statement[], request: AuthorizationRequest): void {
  const { principal, action, resource, context = {} } = request;
  for (const statement of policy) {
    if (
      statement.effect === "Deny" &&
      selectsPrincipal(statement.principals, { aws: [principal.arn, principal.role.arn] }) &&
      selectsAction(statement, action) &&
      selectsResource(statement, resource) &&
      statement.conditions.every((condition) => meetsCondition(condition, context))
    ) {
      const reason = "with an explicit deny in a resource-based policy";
      throw new AccessDenied(`User: ${principal.arn}`, action, resource, reason);
    }
  }
}

/** A request that an AWS service makes in its own name. */
export interface ServiceCall {
  /** e.g. `cloudwatch.amazonaws.com` */
  readonly service: string;
  /** e.g. `sns:Publish` */
  readonly action: string;
  /** the ARN of what is acted upon */
  readonly resource: string;
  /** what the service says about itself, e.g. `aws:SourceAccount` and `aws:SourceArn` */
  readonly context: RequestContext;
}

/**
 * Lets a service pass if the resource's own policy allows it and does not deny it: a service has no role.
 *
 * @throws AccessDenied
 */
export function authorizeService(policy: readonly Statement[], call: ServiceCall): void {
  const { service, action, resource, context } = call;
  const applies = (statement: Statement) =>
    selectsPrincipal(statement.principals, { service }) &&
    selectsAction(statement, action) &&
    selectsResource(statement, resource) &&
    statement.conditions.every((condition) => meetsCondition(condition, context));
  const deny = (reason: string) => new AccessDenied(`Service: ${service}`, action, resource, reason);
  if (policy.some((statement) => statement.effect === "Deny" && applies(statement)))
    throw deny("with an explicit deny in a resource-based policy");
  if (!policy.some((statement) => statement.effect === "Allow" && applies(statement)))
    throw deny(`because no resource-based policy allows it with ${JSON.stringify(context)}`);
}

/**
 * Opens a session of a role for an AWS service, if the role trusts it.
 *
 * @param request.service e.g. `scheduler.amazonaws.com`
 * @param request.context what the service says about itself: `aws:SourceAccount`, `aws:SourceArn`
 * @throws AccessDenied if the trust policy does not allow it
 */
export function assumeRole(request: {
  readonly role: Role;
  readonly service: string;
  readonly sessionName: string;
  readonly context?: RequestContext;
}): Principal {
  const { role, service, sessionName, context = {} } = request;
  const action = "sts:AssumeRole";
  const applies = (statement: Statement) =>
    selectsPrincipal(statement.principals, { service }) &&
    selectsAction(statement, action) &&
    statement.conditions.every((condition) => meetsCondition(condition, context));
  const denied = role.trust.some((statement) => statement.effect === "Deny" && applies(statement));
  if (denied || !role.trust.some((statement) => statement.effect === "Allow" && applies(statement))) {
    const said = JSON.stringify(context);
    const reason = `because the role's trust policy does not allow it to ${service} with ${said}`;
    throw new AccessDenied(`Service: ${service}`, action, role.arn, reason);
  }
  const accountId = role.arn.split(":")[4];
  return { role, sessionName, arn: `arn:aws:sts::${accountId}:assumed-role/${role.name}/${sessionName}` };
}

function selectsPrincipal(
  principals: Principals | undefined,
  who: { readonly aws: readonly string[] } | { readonly service: string },
): boolean {
  if (principals === undefined) return false;
  if (principals.aws.includes("*")) return true;
  return "service" in who
    ? principals.services.includes(who.service)
    : who.aws.some((arn) => principals.aws.includes(arn));
}

function selectsAction({ actions }: Statement, action: string): boolean {
  return selects(actions, (pattern) => matchesPattern(action, pattern, { ignoreCase: true }));
}

function selectsResource({ resources }: Statement, resource: string): boolean {
  return selects(resources, (pattern) => matchesArn(resource, pattern));
}

function selects({ match, patterns }: Selection, matches: (pattern: string) => boolean): boolean {
  return patterns.some(matches) === (match === "these");
}

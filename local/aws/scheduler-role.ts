import { randomUUID } from "node:crypto";
import type { Deployment, Role } from "./deployment";
import { assumeRole, type Principal } from "./iam";

/**
 * Opens a session of a role for EventBridge Scheduler, on behalf of the schedules of one group.
 *
 * @throws AccessDenied if the role does not trust it
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
 */
export function assumeSchedulerRole(
  { accountId, region }: Deployment,
  role: Role,
  groupName: string,
): Principal {
  return assumeRole({
    role,
    service: "scheduler.amazonaws.com",
    sessionName: randomUUID().replaceAll("-", ""),
    context: {
      "aws:SourceAccount": accountId,
      "aws:SourceArn": `arn:aws:scheduler:${region}:${accountId}:schedule-group/${groupName}`,
    },
  });
}

import { CfnScheduleGroup } from "aws-cdk-lib/aws-scheduler";
import { Construct } from "constructs";
import { SchedulerRole } from "./scheduler-role";

/**
 * Where the function puts the one-time schedules that wake it again while a backup runs.
 *
 * The nightly schedule is not in this group: what the function may do to its wake-ups, it cannot do to that. Wake-ups
 * have no dead-letter queue: the one there is tells of nights without a backup, and a run whose wake-up was lost is
 * finished by the next night's.
 */
export class WakeUps extends Construct {
  /** Holds wake-ups and nothing else. Those in it go with it. */
  readonly group: CfnScheduleGroup;
  /** What a wake-up acts as. The stack has to allow it to invoke the function, which is made later. */
  readonly role: SchedulerRole;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    // Not the ready-made ScheduleGroup: it gives the group a name of its own, and leaves it behind by default.
    this.group = new CfnScheduleGroup(this, "Group");
    this.role = new SchedulerRole(this, "Role", {
      description: "What the wake-ups of the DocSpace backup may do",
      groupArn: this.group.attrArn,
    });
  }
}

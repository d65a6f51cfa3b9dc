import type { Faults } from "../aws/faults";
import type { DeliveryPlan } from "../aws/schedule-firing";
import type { SesIdentities } from "../aws/ses-identities";
import type { Subscriptions } from "../aws/subscriptions";
import type { Clock } from "../clock/clock";
import type { StandInPortal } from "../portal/stand-in-portal";

/** All that a scenario can arrange. */
export interface World {
  readonly portal: StandInPortal;
  /** What Secrets Manager gives out: the portal's key, unless the scenario says otherwise. */
  readonly secret: { value: string };
  /** What the ledger holds when the night begins: items in DynamoDB's own JSON. */
  readonly ledger: object[];
  /** With a rejection, SES refuses each mail with it. */
  readonly mail: { rejection?: Refusal | undefined };
  /** The addresses that SES knows, and whether they are verified. */
  readonly identities: Pick<SesIdentities, "verified">;
  /** Who is told of alarms. */
  readonly subscriptions: Pick<Subscriptions, "unconfirmAll">;
  /** With a rejection, Lambda takes no event. */
  readonly lambda: { rejection?: Refusal | undefined };
  /** What goes wrong with the function's calls of AWS. */
  readonly faults: Pick<Faults, "add">;
  /** How late and how often the schedules fire, wake-ups included. */
  readonly firing: { planDeliveries: DeliveryPlan };
  readonly clock: Clock;
}

/** An error with which a service answers. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
}

/** A named situation that a backup may meet. */
export interface Scenario {
  readonly name: string;
  /** One line for the list. */
  readonly summary: string;
  /**
   * Deployment settings that the situation needs, besides the usual ones. `{portalPort}` in them stands for the port of
   * 127.0.0.1 on which the portal listens.
   */
  readonly settings?: Readonly<Record<string, string>>;
  /** JavaScript that breaks the function: it is put after the bundle's own, in the copy that runs. */
  readonly appendedCode?: string;
  /** Brings the world, which is healthy before, into the situation. */
  readonly arrange: (world: World) => void;
}

import type { Deployment } from "../../local/aws/deployment";
import type { Night } from "../../local/rehearsal/night";
import type { Rehearsal } from "../../local/rehearsal/rehearsal";
import type { Scenario } from "../../local/scenarios";
import { openRehearsal } from "./open-rehearsal";

/** What is left to look at after a night, its stand-ins closed. */
export interface RehearsedNight {
  readonly night: Night;
  readonly rehearsal: Rehearsal;
}

/** Rehearses one night of a deployment, leaping over all waiting. */
export async function rehearseNight(options: {
  readonly deployment: Deployment;
  readonly scenario: Scenario;
  readonly portalPort: number;
  readonly nodeBinary?: string;
  readonly runtimeClient?: string;
}): Promise<RehearsedNight> {
  const rehearsal = await openRehearsal(options);
  try {
    return { night: await rehearsal.live(), rehearsal };
  } finally {
    await rehearsal.close();
  }
}

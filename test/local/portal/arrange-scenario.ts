import { Faults } from "../../../local/aws/faults";
import type { Scenario, World } from "../../../local/scenarios";
import type { Visitor } from "./visitor";

/** Brings a fresh world into the scenario, an hour before anybody asks. */
export async function arrangeScenario(visitor: Visitor, scenario: Scenario): Promise<World> {
  await visitor.beginAnew();
  const { portal, clock } = visitor;
  const secret = { value: portal.state.key.value };
  const firing: World["firing"] = { planDeliveries: (_, usualDelayMs) => [usualDelayMs] };
  const identities = { verified: new Map([["admin@example.com", true]]) };
  const subscriptions = { unconfirmAll: () => undefined };
  const others = { ledger: [], mail: {}, identities, subscriptions, lambda: {}, faults: new Faults() };
  const world: World = { portal, clock, secret, firing, ...others };
  scenario.arrange(world);
  clock.advance(3_600_000);
  return world;
}

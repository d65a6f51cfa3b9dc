import { type Scenario, scenarios } from "../../local/scenarios";

/** @throws Error if no scenario has that name */
export function findScenario(name: string): Scenario {
  const scenario = scenarios.find((candidate) => candidate.name === name);
  if (scenario !== undefined) return scenario;
  throw new Error(`there is no scenario "${name}"; there are ${scenarios.map((one) => one.name).join(", ")}`);
}

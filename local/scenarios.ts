import { backupScenarios } from "./scenario/backup-scenarios";
import { functionScenarios } from "./scenario/function-scenarios";
import { refusalScenarios } from "./scenario/refusal-scenarios";
import type { Scenario } from "./scenario/scenario";
import { weatherScenarios } from "./scenario/weather-scenarios";

export type { Scenario, World } from "./scenario/scenario";

/** Every situation that can be rehearsed, in the order of the list. */
export const scenarios: readonly Scenario[] = [
  ...backupScenarios,
  ...refusalScenarios,
  ...weatherScenarios,
  ...functionScenarios,
];

import { addressScenarios } from "./scenario/address-scenarios";
import { awsScenarios } from "./scenario/aws-scenarios";
import { backupScenarios } from "./scenario/backup-scenarios";
import { functionScenarios } from "./scenario/function-scenarios";
import { keyScenarios } from "./scenario/key-scenarios";
import { ledgerScenarios } from "./scenario/ledger-scenarios";
import { portalScenarios } from "./scenario/portal-scenarios";
import type { Scenario } from "./scenario/scenario";
import { storageScenarios } from "./scenario/storage-scenarios";
import { weatherScenarios } from "./scenario/weather-scenarios";

export type { Scenario, World } from "./scenario/scenario";

/** Every situation that can be rehearsed, in the order of the list. */
export const scenarios: readonly Scenario[] = [
  ...backupScenarios,
  ...keyScenarios,
  ...addressScenarios,
  ...portalScenarios,
  ...storageScenarios,
  ...weatherScenarios,
  ...ledgerScenarios,
  ...awsScenarios,
  ...functionScenarios,
];

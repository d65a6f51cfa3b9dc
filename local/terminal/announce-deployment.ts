import type { Deployment } from "../aws/deployment";
import type { Screen } from "./screen";

/** Prints what is being made and, when it stands, what it is. */
export async function announceDeployment<App extends { readonly deployment: Deployment }>(
  screen: Screen,
  deploy: () => Promise<App>,
): Promise<App> {
  const startedMs = performance.now();
  screen.print("Synthesising the stack with the CDK, as for a real deployment ...");
  const app = await deploy();
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  const { stackName, functions, schedules } = app.deployment;
  screen.print(`${stackName} stands on this machine after ${seconds} s:`);
  for (const { logicalId, memoryMb, timeoutMs } of functions) {
    screen.print(`  function ${logicalId}, ${memoryMb} MB, ${timeoutMs / 1000} s at most`);
  }
  for (const { expression, timeZone, state } of schedules) {
    screen.print(`  schedule ${expression} in ${timeZone}, ${state.toLowerCase()}`);
  }
  screen.print();
  return app;
}

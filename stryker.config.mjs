/** @type {import("@stryker-mutator/api/core").PartialStrykerOptions} */
export default {
  mutate: ["lambda/**/*.ts", "lib/settings.ts", "lib/settings/**/*.ts"],
  testRunner: "jest",
  jest: { configFile: "test/mutation/jest.config.js" },
  coverageAnalysis: "perTest",
  // A run goes on where the last one ended: what neither its code nor its tests changed is not tried again.
  incremental: true,
  incrementalFile: "coverage/mutation/incremental.json",
  // Stryker would rewrite it with TypeScript's compiler API, which TypeScript 7 does not have. Jest strips types unread.
  tsconfigFile: "none",
  disableTypeChecks: false,
  // On a machine that has other work a slow test is no find.
  timeoutMS: 30_000,
  concurrency: 2,
  reporters: ["progress-append-only", "clear-text", "json"],
  clearTextReporter: { logTests: false, allowColor: false },
  jsonReporter: { fileName: "coverage/mutation/mutation.json" },
  tempDirName: "coverage/stryker",
  ignorePatterns: ["coverage", "cdk.out", ".rehearsal"],
  thresholds: { high: 95, low: 85, break: 85 },
};

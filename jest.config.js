const { availableParallelism } = require("node:os");

// The function runs on Node 24. That the AWS SDK will leave Node 20 one day is no news for each test.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

const swc = ["@swc/jest", { jsc: { target: "es2023", parser: { syntax: "typescript" } } }];

// These are published as ES modules alone, which jest does not read.
const esm =
  "(temporal-polyfill|temporal-utils|parse5|entities|caniemail|dot-prop|mimic-function|onetime|split-lines)";

/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  // A part of the time is waiting, for processes and for virtual time. Left alone, Jest spares a core on top of that.
  maxWorkers: Math.ceil(1.5 * availableParallelism()),
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  transform: {
    "^.+\\.ts$": swc,
    [`/node_modules/${esm}/.+\\.js$`]: ["@swc/jest", { jsc: { target: "es2023" } }],
  },
  transformIgnorePatterns: [`/node_modules/(?!${esm}/)`],
  globalSetup: "<rootDir>/test/rehearsal/share-assemblies.ts",
  globalTeardown: "<rootDir>/test/rehearsal/forget-assemblies.ts",
  setupFilesAfterEnv: ["aws-cdk-lib/testhelpers/jest-autoclean"],
  collectCoverageFrom: ["lambda/**/*.ts", "lib/**/*.ts"],
  coverageReporters: ["text", "lcov"],
  coverageThreshold: { global: { branches: 100, functions: 100, lines: 100, statements: 100 } },
};

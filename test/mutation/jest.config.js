// Nothing here synthesises a stack, so nothing is to be swept up after one.
const {
  setupFilesAfterEnv: _,
  globalSetup: __,
  globalTeardown: ___,
  ...config
} = require("../../jest.config.js");

/** @type {import("jest").Config} */
module.exports = {
  ...config,
  rootDir: "../..",
  runner: "<rootDir>/test/mutation/quick-runner.js",
  testMatch: [
    "<rootDir>/test/lambda/**/*.test.ts",
    "<rootDir>/test/lib/settings*.test.ts",
    "<rootDir>/test/lib/settings/**/*.test.ts",
  ],
  // On a machine that has other work a slow test is no find.
  testTimeout: 20_000,
  testPathIgnorePatterns: ["/node_modules/", "mail-clients", "hostile-words"],
};

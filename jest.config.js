/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { target: "es2023", parser: { syntax: "typescript" } } }] },
  setupFilesAfterEnv: ["aws-cdk-lib/testhelpers/jest-autoclean"],
  collectCoverageFrom: ["lambda/**/*.ts", "lib/**/*.ts"],
  coverageReporters: ["text", "lcov"],
  coverageThreshold: { global: { branches: 100, functions: 100, lines: 100, statements: 100 } },
};

const swc = ["@swc/jest", { jsc: { target: "es2023", parser: { syntax: "typescript" } } }];

/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  transform: {
    "^.+\\.ts$": swc,
    // These are published as ES modules alone, which jest does not read.
    "/node_modules/temporal-(polyfill|utils)/.+\\.js$": ["@swc/jest", { jsc: { target: "es2023" } }],
  },
  transformIgnorePatterns: ["/node_modules/(?!temporal-(polyfill|utils)/)"],
  setupFilesAfterEnv: ["aws-cdk-lib/testhelpers/jest-autoclean"],
  collectCoverageFrom: ["lambda/**/*.ts", "lib/**/*.ts"],
  coverageReporters: ["text", "lcov"],
  coverageThreshold: { global: { branches: 100, functions: 100, lines: 100, statements: 100 } },
};

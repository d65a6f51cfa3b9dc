const { readFileSync, writeFileSync } = require("node:fs");
const { basename } = require("node:path");
const { default: TestRunner } = require("jest-runner");

// Stryker's sandbox, which its processes share.
const recordFile = "tests-of-files.json";

/**
 * Runs what can tell of one mutant, and no more. Stryker names the tests that come by a mutant, but has Jest load each
 * file that could reach the module, and go on after the first failure; both cost most of the time.
 *
 * The run without a mutant notes which file has which tests. A run with a mutant loads the files that have one of those
 * that were named, the one called after the module first and then the quickest, and ends with the first that fails.
 */
module.exports = class QuickRunner extends TestRunner {
  async runTests(tests, watcher, options) {
    const isMutant = process.env.__STRYKER_ACTIVE_MUTANT__ !== undefined;
    const record = isMutant ? JSON.parse(readFileSync(recordFile, "utf8")) : {};
    let hasFailed = false;
    const stopListening = [
      this.on("test-file-failure", () => {
        hasFailed = true;
      }),
      this.on("test-file-success", ([{ path }, { numFailingTests, perfStats, testResults }]) => {
        hasFailed ||= numFailingTests > 0;
        if (!isMutant)
          record[path] = { ms: perfStats.runtime, names: testResults.map((one) => one.fullName) };
      }),
    ];
    for (const test of isMutant ? this.chooseTests(tests, record) : tests) {
      if (isMutant && hasFailed) break;
      await super.runTests([test], watcher, options);
    }
    for (const stop of stopListening) stop();
    if (!isMutant) writeFileSync(recordFile, JSON.stringify(record));
  }

  chooseTests(tests, record) {
    const { testNamePattern = "", nonFlagArgs } = this._globalConfig;
    const pattern = new RegExp(testNamePattern, "i");
    const modules = nonFlagArgs.map((path) => basename(path, ".ts"));
    const rankOf = ({ path }) => (modules.includes(basename(path, ".test.ts")) ? -1 : record[path].ms);
    return tests
      .filter(({ path }) => record[path].names.some((name) => pattern.test(name)))
      .sort((one, other) => rankOf(one) - rankOf(other));
  }
};

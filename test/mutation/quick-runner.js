const { readFileSync, writeFileSync } = require("node:fs");
const { default: TestRunner } = require("jest-runner");

// Stryker's sandbox, which its processes share.
const recordFile = "tests-of-files.json";

/**
 * Runs what can tell of one mutant, and no more. Stryker names the tests that come by a mutant, but has Jest load each
 * file that could reach the module, and go on after the first failure; both cost most of the time.
 *
 * The run without a mutant notes which file has which tests. A run with a mutant loads the files that have one of those
 * that were named, the quickest first, and ends with the first that fails.
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
    const pattern = new RegExp(this._globalConfig.testNamePattern ?? "", "i");
    return tests
      .filter(({ path }) => record[path].names.some((name) => pattern.test(name)))
      .sort((one, other) => record[one.path].ms - record[other.path].ms);
  }
};

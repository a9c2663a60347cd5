// A Vitest reporter for build/test.mjs: counts, and everything that made the run fail, also what happened outside a test
// (an error nobody caught, a hook, a file that could not be read), which the JSON reporter leaves out.
import { writeFileSync } from 'node:fs';

const words = (error) =>
  String(error?.stack ?? error?.message ?? error)
    .split('\n')
    .filter((line) => !/node_modules|node:internal/.test(line))
    .slice(0, 12)
    .join('\n');

export default class Report {
  onTestRunEnd(modules, unhandledErrors) {
    const report = { passed: 0, skipped: 0, failures: [] };
    const fail = (name, errors) =>
      report.failures.push(`FAILED ${name}\n${errors.length > 0 ? errors.map(words).join('\n') : '(no error given)'}`);
    for (const module of modules) {
      if (module.errors().length > 0) fail(module.moduleId, module.errors());
      for (const suite of module.children.allSuites())
        if (suite.errors().length > 0) fail(suite.fullName, suite.errors());
      for (const test of module.children.allTests()) {
        const { state, errors = [] } = test.result();
        if (state === 'passed') report.passed += 1;
        else if (state === 'skipped') report.skipped += 1;
        else fail(`${module.relativeModuleId} > ${test.fullName} (${state})`, errors);
      }
    }
    for (const error of unhandledErrors) fail('outside a test', [error]);
    writeFileSync(process.env.FRONTDESK_TEST_REPORT, JSON.stringify(report));
  }
}

// npm test: installs what is missing and runs every suite, one after the other (two cores). Last line:
//   N passed, N failed, N skipped
// With CI=true a suite whose peer cannot be had is a failure; elsewhere it is skipped with one line. The Electron suite
// alone may always skip: its program is not to be had everywhere.
//   npm test -- --only unit,pbx      some suites
//   npm run test:faults              the fault suite in its long form (cuts of half a minute)
//   npm run test:day                 the scripted day in its long form (120 calls, 20 kills, twice)
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureHapi } from './hapi.mjs';
import {
  ROOT,
  canInstallDebian,
  electronProgram,
  ensureBuilt,
  ensureDebianPackages,
  ensureInstalled,
  environment,
  hasBrowser,
  hasHiddenScreen,
  node24,
  run,
  runNode,
  say,
} from './setup.mjs';

const inCi = ['true', '1'].includes(process.env.CI ?? '');
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1]?.split(',') : undefined;
const results = path.join(ROOT, '.cache/test-results');
const total = { passed: 0, failed: 0, skipped: 0 };
const summary = [];
/** What went wrong, said again at the very end, where it is looked for first. */
const failures = [];

const tool =
  (file, ...args) =>
  () => ({ failed: Number(runNode([path.join(ROOT, 'node_modules', file), ...args]) !== 0) });

/** Runs one Vitest project and reads its own count. */
function vitest(project) {
  return () => {
    const output = path.join(results, `${project}.json`);
    rmSync(output, { force: true });
    const args = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/vitest.config.ts', '--project', project];
    const reporters = ['--reporter=default', '--reporter=./build/test-report.mjs'];
    const status = run(node24(), [...args, ...reporters, '--passWithNoTests'], {
      env: { ...environment(), FRONTDESK_TEST: '1', FRONTDESK_TEST_REPORT: output },
    });
    if (!existsSync(output)) return { failed: 1 };
    const report = JSON.parse(readFileSync(output, 'utf8'));
    failures.push(...report.failures.map((failure) => `${project}: ${failure}`));
    const failed = Math.max(report.failures.length, Number(status !== 0));
    return { passed: report.passed, failed, skipped: report.skipped };
  };
}

const browser = () => {
  if (!(hasBrowser() || ensureDebianPackages(['chromium'], ['chromium'])))
    return 'no Chrome, Chromium or Edge, and it cannot be installed from here';
  if (!ensureDebianPackages(['sox'], ['sox'])) return 'sox (to make and measure tones) is not installed';
  ensureBuilt();
  return undefined;
};
const asterisk = () => {
  const browserMissing = browser();
  if (browserMissing) return browserMissing;
  if (!canInstallDebian()) return 'Asterisk 22 is set up with debootstrap, which needs root on Debian';
  return ensureDebianPackages(['debootstrap', 'openssl'], ['debootstrap', 'openssl'])
    ? undefined
    : 'debootstrap is not installed';
};
const soundServer = () => {
  if (process.platform !== 'linux') return 'sound devices are plugged and unplugged with PulseAudio, on Linux only';
  const browserMissing = browser();
  if (browserMissing) return browserMissing;
  return ensureDebianPackages(['pulseaudio', 'pactl', 'parec'], ['pulseaudio', 'pulseaudio-utils'])
    ? undefined
    : 'PulseAudio (to plug and unplug sound devices) is not installed';
};
const cuttableNetwork = () => {
  const asteriskMissing = asterisk();
  if (asteriskMissing) return asteriskMissing;
  if (!ensureDebianPackages(['ip'], ['iproute2'])) return 'iproute2 (for a network that can be cut) is not installed';
  const made = run('ip', ['netns', 'add', 'frontdesk-try'], { stdio: 'ignore' }) === 0;
  run('ip', ['netns', 'del', 'frontdesk-try'], { stdio: 'ignore' });
  return made ? undefined : 'network namespaces are not to be had here';
};
const electronBinary = () => {
  if (!electronProgram()) return "Electron's program could not be downloaded here";
  if (process.platform === 'linux' && !(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY))
    return 'there is no display for a window';
  ensureBuilt();
  return undefined;
};

/** Everything in a browser; the board for a TV wants a window on a screen. */
function e2e() {
  if (!hasHiddenScreen() && !ensureDebianPackages(['Xvfb'], ['xvfb']))
    say(
      'skipped: the board for a TV as a window of its own: Xvfb is not installed, and it cannot be installed from here',
    );
  return vitest('e2e')();
}

/** The EHRs that can be had: without HAPI FHIR its part is skipped, said once and counted. */
function ehr() {
  const missing = ensureHapi();
  if (missing) say(`skipped: the contract on HAPI FHIR: ${missing}`);
  return vitest('ehr')();
}

const SUITES = [
  { name: 'types', run: tool('typescript/bin/tsc', '--noEmit') },
  {
    name: 'lint',
    run: tool('eslint/bin/eslint.js', '--config', 'build/eslint.config.mjs', '.', '--max-warnings', '0'),
  },
  { name: 'format', run: tool('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.') },
  { name: 'unit', run: vitest('unit') },
  { name: 'ehr', run: ehr },
  { name: 'integration', peer: browser, run: vitest('integration') },
  { name: 'e2e', peer: browser, run: e2e },
  { name: 'pbx', peer: asterisk, run: vitest('pbx') },
  { name: 'day', peer: asterisk, run: vitest('day') },
  { name: 'devices', peer: soundServer, run: vitest('devices') },
  { name: 'faults', peer: cuttableNetwork, run: vitest('faults') },
  { name: 'electron', peer: electronBinary, mayAlwaysSkip: true, run: vitest('electron') },
];

ensureInstalled();
mkdirSync(results, { recursive: true });
for (const suite of SUITES) {
  if (only && !only.includes(suite.name)) continue;
  say(`\n— ${suite.name}`);
  const began = Date.now();
  const missing = suite.peer?.();
  const isFailure = missing !== undefined && inCi && !suite.mayAlwaysSkip;
  const count = missing === undefined ? suite.run() : isFailure ? { failed: 1 } : { skipped: 1 };
  if (missing !== undefined) say(`${isFailure ? 'FAILED' : 'skipped'}: ${missing}`);
  const { failed = 0, skipped = 0 } = count;
  const passed = count.passed ?? (failed + skipped === 0 ? 1 : 0);
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  summary.push(
    `${suite.name.padEnd(12)} ${passed} passed, ${failed} failed, ${skipped} skipped (${Math.round((Date.now() - began) / 1000)} s)`,
  );
}
if (failures.length > 0) say(`\n${failures.join('\n\n')}`);
say(`\n${summary.join('\n')}\n`);
say(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);

// npm start: installs what is missing, builds, and opens the console with the embedded clinic (or with --site FILE).
import { spawn } from 'node:child_process';
import path from 'node:path';
import {
  ROOT,
  electronProgram,
  ensureBuilt,
  ensureDebianPackages,
  ensureInstalled,
  environment,
  hasBrowser,
  isRoot,
  node24,
  run,
  say,
} from './setup.mjs';

const args = process.argv.slice(2);
ensureInstalled();
const onlyPrints = ['--hash-password', '--help', '-h'].some((option) => args.includes(option));
const wantsWindow = !onlyPrints && !args.includes('--no-window') && !args.includes('--json');
if (!onlyPrints) ensureBuilt();

const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
const electron = wantsWindow && hasDisplay ? electronProgram() : undefined;

function start(program, programArgs) {
  const child = spawn(program, programArgs, {
    cwd: process.env.INIT_CWD ?? ROOT,
    stdio: 'inherit',
    env: environment(),
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 0));
}

if (electron) {
  const status = run(node24(), [path.join(ROOT, 'build/bundle.mjs')], { env: environment() });
  if (status !== 0) process.exit(status);
  // Chromium refuses to start as root with its sandbox on; only a build machine is worked on as root.
  const rootless = isRoot() && process.platform === 'linux' ? ['--no-sandbox'] : [];
  // The made-up clinic's sound comes from this computer itself, which Chromium refuses unless it is told.
  const loopback = args.includes('--site') ? [] : ['--allow-loopback-in-peer-connection'];
  start(electron, [...rootless, ...loopback, ROOT, ...args]);
} else {
  if (wantsWindow && hasDisplay)
    say("Electron's program could not be downloaded here: Frontdesk opens in the installed browser instead.");
  if (wantsWindow && hasDisplay && !hasBrowser() && !ensureDebianPackages(['chromium'], ['chromium']))
    say('No browser was found. Install Google Chrome, Chromium or Microsoft Edge, then run npm start again.');
  start(node24(), [path.join(ROOT, 'electron/browser.ts'), ...args]);
}

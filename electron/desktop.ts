// The desktop host put together: windows, permissions, vault and IPC of Electron around the same console as the browser
// host's. What may be decided without Electron is decided elsewhere.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { openLog } from './adapters/log/log.ts';
import { DEFAULT_PREFERENCES } from './adapters/settings/preferences.ts';
import { openSite } from './adapters/site-file/open.ts';
import { FileVault, PassphraseVault, closedVault, demoVault, keySealer } from './adapters/vault/vaults.ts';
import { compose, systemClock } from './compose.ts';
import type { Console, Machine } from './compose.ts';
import { joinClinic } from './demo.ts';
import type { Demo } from './demo.ts';
import { readOptions } from './desktop-options.ts';
import type { DesktopOptions } from './desktop-options.ts';
import { CONTENT_SECURITY_POLICY } from './ipc/content-security-policy.ts';
import { registerScheme } from './platform/app-protocol.ts';
import { Certificates } from './platform/certificates.ts';
import { forkClinic } from './platform/clinic-process.ts';
import type { ClinicProcess } from './platform/clinic-process.ts';
import { guardEveryPage, opensLinks } from './platform/guards.ts';
import { IpcHost } from './platform/ipc-host.ts';
import { appFacts, claim, giveUp, guardQuit, systemLanguage, whenReady } from './platform/lifecycle.ts';
import type { AppFacts } from './platform/lifecycle.ts';
import { setMenu } from './platform/menu.ts';
import { RingNotifier } from './platform/notifications.ts';
import { askForMicrophone } from './platform/permissions.ts';
import { openDesktopPreferences } from './platform/preferences.ts';
import { saveWithDialog } from './platform/save-file.ts';
import { secureSession } from './platform/session.ts';
import { chooseVault, openSealedKey, vaultFacts } from './platform/vault.ts';
import { Windows } from './platform/windows.ts';
import { openWords } from './platform/words.ts';
import type { Words } from './platform/words.ts';
import { linkIn, onLinkOpened } from './platform/links.ts';
import { Shell } from './shell.ts';
import type { ContractHost } from './ports/pages.ts';
import type { Log } from './ports/runtime.ts';
import type { PreferencesStore } from './ports/site.ts';
import type { Vault } from './ports/vault.ts';
import type { Preferences } from '../shared/contract/session.ts';
import { DeskCalls } from './services/calls/desk-calls.ts';

/** Everything one start has at hand. */
interface Start {
  readonly facts: AppFacts;
  readonly options: DesktopOptions;
  readonly folder: string;
  readonly siteFile: string | undefined;
  readonly log: Log & { close(): Promise<void> };
  readonly preferences: PreferencesStore<Preferences>;
  readonly words: Words;
}

/** Starts the app; resolves when its windows are open, or when it has said why it cannot. */
export async function openDesktop(argv: readonly string[]): Promise<void> {
  const facts = appFacts();
  const options = readOptions(argv.slice(1));
  const siteFile = options.site ?? siteOfThisPc(facts);
  const folder = path.resolve(options.data ?? (siteFile ? facts.userData : `${facts.userData}-demo`));
  let shell: Shell | undefined;
  // A link may have started the app: it is kept until somebody can be asked about it.
  let early = linkIn(argv);
  const open = (link: string | undefined) => {
    if (shell) shell.openLink(link);
    else early = link ?? early;
  };
  try {
    if (!claim(folder, (args) => open(linkIn(args)))) return;
    onLinkOpened(open);
    registerScheme();
    await whenReady();
    shell = await begin(facts, options, folder, siteFile);
    if (early !== undefined) shell?.openLink(early);
  } catch {
    const words = openWords(systemLanguage);
    giveUp(words('start.title'), words('start.failed', { folder: path.join(folder, 'logs') }));
  }
}

async function begin(
  facts: AppFacts,
  options: DesktopOptions,
  folder: string,
  siteFile: string | undefined,
): Promise<Shell | undefined> {
  const log = openLog(path.join(folder, 'logs'));
  const preferences = openDesktopPreferences(folder, DEFAULT_PREFERENCES);
  const words = openWords(() => {
    const { language } = preferences.load();
    return language === 'system' ? systemLanguage() : language;
  });
  try {
    return await open({ facts, options, folder, siteFile, log, preferences, words });
  } catch (error) {
    log.error('start.failed', { error: error instanceof Error ? error.name : 'unknown' });
    throw error;
  }
}

/** A practice's PC has its site file in the app's folder, so that the icon opens it. */
function siteOfThisPc({ userData }: AppFacts): string | undefined {
  const file = path.join(userData, 'clinic.yaml');
  return existsSync(file) ? file : undefined;
}

async function open(start: Start): Promise<Shell | undefined> {
  const { facts, log, words } = start;
  setMenu();
  guardEveryPage(log);
  secureSession(path.join(facts.root, 'dist/renderer'), CONTENT_SECURITY_POLICY, log);
  // The window need not wait for the person's answer; the phone page says so itself when it has no microphone.
  void askForMicrophone();
  const clinic = start.siteFile === undefined ? forkClinic(inApp(facts, 'clinic.js'), start.options.clinic) : undefined;
  const demo =
    clinic && (await joinClinic(clinic.output, path.join(facts.root, 'build/examples/clinic.yaml'), start.folder));
  const app = compose(await machineFor(start, demo));
  const problems = await app.start();
  if (problems.length > 0) {
    app.stop();
    clinic?.stop();
    giveUp(
      words('site.title'),
      problems.map(({ line, column, message }) => `${start.siteFile}:${line}:${column}: ${message}`).join('\n'),
    );
    return undefined;
  }
  return openWindows(start, app, clinic);
}

function openWindows({ facts, log, words }: Start, app: Console, clinic: ClinicProcess | undefined): Shell {
  const host = hostOf(app, new Certificates(log, () => systemClock.now()));
  const ipc = new IpcHost({
    host,
    log,
    onPages: (page, count) => {
      if (page === 'phone') app.phonePages(count);
    },
  });
  const windows = new Windows({
    preload: inApp(facts, 'preload.cjs'),
    isPackaged: facts.isPackaged,
    clock: systemClock,
    log,
    words,
    onPage: (contents, page) => ipc.attach(contents, page),
    onFront: () => shell.update(),
  });
  const shell = new Shell({
    host,
    preload: inApp(facts, 'preload.cjs'),
    isPackaged: facts.isPackaged,
    onPage: (contents, page) => ipc.attach(contents, page),
    isInFront: () => windows.isInFront(),
    bringToFront: () => windows.bringToFront(),
  });
  const notifier = new RingNotifier({
    words,
    isInFront: () => windows.isInFront(),
    bringToFront: () => windows.bringToFront(),
  });
  const calls = new DeskCalls({
    host,
    clock: systemClock,
    onRinging: (ringing) => notifier.update(ringing),
    onDesk: (live, preferences) => shell.update(live, preferences),
  });
  let isLeaving = false;
  guardQuit({
    words,
    liveCalls: () => app.liveCalls(),
    endCalls: () => calls.endCalls(),
    closeConsole: () => windows.closeConsole(),
    stop: async () => {
      isLeaving = true;
      shell.stop();
      await calls.leave();
      windows.closePhone();
      app.stop();
      clinic?.stop();
      await log.close();
    },
  });
  clinic?.onExit(() => {
    if (!isLeaving) giveUp(words('start.title'), words('start.clinicEnded'));
  });
  return shell;
}

const inApp = (facts: AppFacts, file: string): string => path.join(facts.root, 'dist/electron', file);

function hostOf({ hub, router }: Console, certificates: Certificates): ContractHost {
  return {
    run: (page, name, input) => router.run(page, name, certificates.explain(page, name, input)),
    subscribe: (subscriber, topic) => void hub.subscribe(subscriber, topic),
    unsubscribe: (subscriber, topic) => hub.unsubscribe(subscriber, topic),
  };
}

async function machineFor(
  { folder, siteFile, log, preferences, words }: Start,
  demo: Demo | undefined,
): Promise<Machine> {
  const source = openSite(demo?.siteFile ?? siteFile ?? 'clinic.yaml', folder);
  return {
    ...{ source, store: source },
    vault: demo ? demoVault(folder) : await openVault(folder, log),
    log,
    preferences,
    folder,
    saveFile: saveWithDialog(words, log),
    openOutside: opensLinks(log),
    ...(demo ? { demo: demo.signIn } : {}),
  };
}

async function openVault(folder: string, log: Log): Promise<Vault> {
  const sealedKey = path.join(folder, 'vault.key');
  const passphraseVault = path.join(folder, 'secrets.vault');
  const choice = chooseVault(await vaultFacts(sealedKey, passphraseVault));
  log.info('vault.chosen', { kind: choice });
  if (choice === 'passphrase') return new PassphraseVault(passphraseVault);
  const key = choice === 'os' ? await openSealedKey(sealedKey) : undefined;
  if (key) return new FileVault(path.join(folder, 'os.vault'), keySealer(key));
  log.error('vault.closed');
  return closedVault();
}

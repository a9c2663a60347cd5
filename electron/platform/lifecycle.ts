// The app's own life: one instance, its folder, and an end that never cuts a call off by accident.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { app, dialog } from 'electron';
import type { Words } from './words.ts';

export interface AppFacts {
  /** Where package.json is: the folder, or the archive of a package. */
  readonly root: string;
  readonly isPackaged: boolean;
  /** The person's folder for this app's data. */
  readonly userData: string;
}

export const appFacts = (): AppFacts => ({
  root: app.getAppPath(),
  isPackaged: app.isPackaged,
  userData: app.getPath('userData'),
});

/** The person's language, as the system says it. */
export const systemLanguage = (): string => app.getPreferredSystemLanguages()[0] ?? app.getLocale();

/** Takes `folder` for everything, Chromium's profile included; false when another instance has it (and comes to the front). */
export function claim(folder: string, onSecondStart: (args: readonly string[]) => void): boolean {
  const profile = path.join(folder, 'window');
  // Electron takes only folders that are there.
  mkdirSync(profile, { recursive: true, mode: 0o700 });
  app.setPath('userData', folder);
  app.setPath('sessionData', profile);
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return false;
  }
  app.on('second-instance', (_event, args) => onSecondStart(args));
  return true;
}

export const whenReady = (): Promise<void> => app.whenReady();

/** Says in words why there is nothing to see, and ends. */
export function giveUp(title: string, text: string): void {
  dialog.showErrorBox(title, text);
  app.exit(1);
}

export interface Leaving {
  readonly words: Words;
  liveCalls(): number;
  /** Ends every call; resolves when they are over, or after its own limit. */
  endCalls(): Promise<void>;
  /** Closes the window; `stayed` when the person would lose something typed. */
  closeConsole(): Promise<'closed' | 'stayed'>;
  /** Leaves the phone and the queues, closes the journal. */
  stop(): Promise<void>;
}

/** However it is asked to quit, the app goes through `leaving`, in this order, once at a time. */
export function guardQuit(leaving: Leaving): void {
  let state: 'running' | 'leaving' | 'left' = 'running';
  app.on('before-quit', (event) => {
    if (state === 'left') return;
    event.preventDefault();
    if (state === 'leaving') return;
    state = 'leaving';
    leave(leaving).then(
      (outcome) => {
        state = outcome === 'left' ? 'left' : 'running';
        if (outcome === 'left') app.exit(0);
      },
      () => app.exit(1),
    );
  });
  // Without a listener Electron quits by itself, past the questions above.
  app.on('window-all-closed', () => app.quit());
}

async function leave(leaving: Leaving): Promise<'left' | 'stayed'> {
  const count = leaving.liveCalls();
  if (count > 0) {
    if ((await askToEnd(leaving.words, count)) === 'stay') return 'stayed';
    await leaving.endCalls();
  }
  if ((await leaving.closeConsole()) === 'stayed') return 'stayed';
  await leaving.stop();
  return 'left';
}

async function askToEnd(words: Words, count: number): Promise<'stay' | 'end'> {
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: words('quit.message', { count }),
    detail: words('quit.detail'),
    buttons: [words('quit.stay'), words('quit.end')],
    // Enter and Escape both keep talking.
    defaultId: 0,
    cancelId: 0,
  });
  return response === 1 ? 'end' : 'stay';
}

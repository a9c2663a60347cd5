// The machine that the faked Electron runs on: what the tests set before, and what they find out after.
import type * as Electron from 'electron';
import type { FakeChild } from './electron.ts';
import type { BrowserWindow, Notification } from './electron-windows.ts';

/** What Electron passes as first argument of an event that can be refused. */
export class FakeEvent {
  defaultPrevented = false;
  preventDefault(): void {
    this.defaultPrevented = true;
  }
}

/** What was called, in order: `app.whenReady`, `protocol.registerSchemesAsPrivileged`, … */
export const calls: string[] = [];

/** What the tests set before, and read after. */
export const machine = {
  appPath: '/nowhere',
  userData: '/nowhere/frontdesk',
  isPackaged: true,
  /** Another instance runs already. */
  isSecond: false,
  encryption: true,
  /** Chromium's mark of the key that seals: v10 is the one everybody knows. */
  sealedWith: 'v11',
  backend: 'gnome_libsecret' as ReturnType<Electron.SafeStorage['getSelectedStorageBackend']>,
  languages: ['en-US'],
  notificationsSupported: true,
  /** Which button a message box is answered with, one after the other; then 0. */
  answers: [] as number[],
  /** Where a file is to be saved; undefined: the person cancels. */
  saveTo: undefined as string | undefined,
  /** A page objects to being closed. */
  objectsToClosing: false,
  /** What the forked process prints at once. */
  childPrints: '',
  /** Keys that another program has taken. */
  takenKeys: [] as string[],
};

export const seen = {
  schemes: [] as Electron.CustomScheme[],
  windows: [] as BrowserWindow[],
  opened: [] as string[],
  boxes: [] as Electron.MessageBoxOptions[],
  saveAsked: [] as Electron.SaveDialogOptions[],
  errorBoxes: [] as [title: string, text: string][],
  notifications: [] as Notification[],
  forks: [] as FakeChild[],
  exposed: [] as [key: string, api: unknown][],
  sentToMain: [] as [channel: string, message: unknown][],
  menus: [] as (Electron.Menu | null)[],
  /** Keys of the whole system, and what pressing them does. */
  shortcuts: new Map<string, () => void>(),
  /** Link schemes that the system gives to this app. */
  linkSchemes: new Set<string>(),
  exitCode: undefined as number | undefined,
};

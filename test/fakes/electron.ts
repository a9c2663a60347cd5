// Electron without Electron: the part of the module that the app uses, recording what is handed to it. The compiler checks
// every function here against Electron's own types (electron-check.ts); events are Node's.
import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import type * as Electron from 'electron';
import { app } from './electron-app.ts';
import { calls, machine, seen } from './electron-machine.ts';
import { BrowserWindow, Notification } from './electron-windows.ts';
import type { FakeFrame } from './electron-windows.ts';

export * from './electron-app.ts';
export * from './electron-machine.ts';
export * from './electron-windows.ts';

export class FakeSession extends EventEmitter {
  permissionRequest: Parameters<Electron.Session['setPermissionRequestHandler']>[0] = null;
  permissionCheck: Parameters<Electron.Session['setPermissionCheckHandler']>[0] = null;
  devicePermission: Parameters<Electron.Session['setDevicePermissionHandler']>[0] = null;
  readonly handled = new Map<string, Parameters<Electron.Protocol['handle']>[1]>();
  readonly protocol = {
    handle: (scheme: string, handler: Parameters<Electron.Protocol['handle']>[1]): void => {
      this.handled.set(scheme, handler);
    },
  };
  setPermissionRequestHandler(handler: typeof this.permissionRequest): void {
    this.permissionRequest = handler;
  }
  setPermissionCheckHandler(handler: typeof this.permissionCheck): void {
    this.permissionCheck = handler;
  }
  setDevicePermissionHandler(handler: typeof this.devicePermission): void {
    this.devicePermission = handler;
  }
}
export const session = { defaultSession: new FakeSession() };

export const protocol = {
  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]): void {
    if (app.isReady) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    calls.push('protocol.registerSchemesAsPrivileged');
    seen.schemes.push(...schemes);
  },
};

export const safeStorage = {
  isAsyncEncryptionAvailable: async (): Promise<boolean> => machine.encryption,
  getSelectedStorageBackend: () => machine.backend,
  encryptStringAsync: async (text: string): Promise<Buffer> => {
    if (!machine.encryption) throw new Error('Encryption is not available');
    return Buffer.from(`${machine.sealedWith}sealed:${Buffer.from(text).toString('hex')}`);
  },
  decryptStringAsync: async (bytes: Buffer): Promise<Electron.DecryptStringAsyncReturnValue> => {
    const sealed = /^v1\dsealed:([0-9a-f]+)$/.exec(bytes.toString())?.[1];
    if (!machine.encryption || sealed === undefined) throw new Error('Error while decrypting');
    return { result: Buffer.from(sealed, 'hex').toString(), shouldReEncrypt: false };
  },
};

export const dialog = {
  showSaveDialog: async (options: Electron.SaveDialogOptions): Promise<Electron.SaveDialogReturnValue> => {
    seen.saveAsked.push(options);
    return { canceled: machine.saveTo === undefined, filePath: machine.saveTo ?? '' };
  },
  showErrorBox(title: string, content: string): void {
    seen.errorBoxes.push([title, content]);
  },
  // Both have a form with a window first and one without.
  async showMessageBox(...given: unknown[]): Promise<Electron.MessageBoxReturnValue> {
    return { response: answerTo(given), checkboxChecked: false };
  },
  showMessageBoxSync(...given: unknown[]): number {
    return answerTo(given);
  },
};
function answerTo(given: unknown[]): number {
  seen.boxes.push(given.at(-1) as Electron.MessageBoxOptions);
  return machine.answers.shift() ?? 0;
}

export const shell = {
  openExternal: async (url: string): Promise<void> => void seen.opened.push(url),
  openPath: async (): Promise<string> => '',
};

export const systemPreferences = { askForMediaAccess: async (): Promise<boolean> => true };

export class Menu {
  static buildFromTemplate(): Electron.Menu {
    return new Menu() as unknown as Electron.Menu;
  }
  static setApplicationMenu(menu: Electron.Menu | null): void {
    seen.menus.push(menu);
  }
}

export class FakeChild extends EventEmitter {
  readonly script: string;
  readonly args: readonly string[];
  readonly options: Electron.ForkOptions;
  readonly stdout = new PassThrough();
  killed = false;
  constructor(script: string, args: readonly string[], options: Electron.ForkOptions) {
    super();
    this.script = script;
    this.args = args;
    this.options = options;
    seen.forks.push(this);
    this.stdout.write(machine.childPrints);
  }
  kill(): boolean {
    this.killed = true;
    return true;
  }
}
export const utilityProcess = {
  fork: (script: string, args: string[] = [], options: Electron.ForkOptions = {}) =>
    new FakeChild(script, args, options),
};

export const ipcMain = new EventEmitter();
export const ipcRenderer = Object.assign(new EventEmitter(), {
  send(channel: string, message?: unknown): void {
    seen.sentToMain.push([channel, structuredClone(message)]);
  },
});
export const contextBridge = {
  exposeInMainWorld(key: string, api: unknown): void {
    seen.exposed.push([key, api]);
  },
};

export const globalShortcut = {
  register: (accelerator: string, press: () => void): boolean => {
    if (machine.takenKeys.includes(accelerator)) return false;
    seen.shortcuts.set(accelerator, press);
    return true;
  },
  unregisterAll: (): void => seen.shortcuts.clear(),
};
export const screen = {
  getPrimaryDisplay: () => ({ workArea: { x: 0, y: 24, width: 1920, height: 1056 } }),
};

/** Forgets everything, for the next test of a file. */
export function reset(): void {
  for (const emitter of [app, ipcMain, ipcRenderer, session.defaultSession]) emitter.removeAllListeners();
  for (const list of Object.values(seen)) if (Array.isArray(list)) list.length = 0;
  calls.length = 0;
  seen.shortcuts.clear();
  seen.linkSchemes.clear();
  seen.exitCode = undefined;
  Object.assign(machine, pristine, { answers: [], takenKeys: [] });
  app.isReady = false;
  app.paths.clear();
}
const pristine = { ...machine };

/** A page's message arrives in main. @param frame it claims to come from; by default the page's main frame */
export function pageSays(
  window: BrowserWindow,
  channel: string,
  message: unknown,
  frame: FakeFrame | null = window.webContents.mainFrame,
): void {
  ipcMain.emit(channel, { sender: window.webContents, senderFrame: frame }, message);
}

export default {
  app,
  BrowserWindow,
  contextBridge,
  dialog,
  globalShortcut,
  ipcMain,
  ipcRenderer,
  Menu,
  Notification,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  systemPreferences,
  utilityProcess,
};

// Electron without Electron: the part of the module that the app uses, recording what is handed to it. The compiler checks
// every function here against Electron's own types (electron-check.ts); events are Node's.
import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import type * as Electron from 'electron';

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

export class FakeApp extends EventEmitter {
  isReady = false;
  readonly paths = new Map<string, string>();
  get isPackaged(): boolean {
    return machine.isPackaged;
  }
  getAppPath(): string {
    return machine.appPath;
  }
  getPath(name: string): string {
    return this.paths.get(name) ?? machine.userData;
  }
  setPath(name: string, path: string): void {
    if (!existsSync(path)) throw new Error(`Failed to set path: ${path} is not there`);
    calls.push(`app.setPath ${name}`);
    this.paths.set(name, path);
  }
  getVersion(): string {
    return '0.1.0';
  }
  getLocale(): string {
    return machine.languages[0] ?? '';
  }
  getPreferredSystemLanguages(): string[] {
    return machine.languages;
  }
  setAsDefaultProtocolClient(scheme: string): boolean {
    seen.linkSchemes.add(scheme);
    return true;
  }
  isDefaultProtocolClient(scheme: string): boolean {
    return seen.linkSchemes.has(scheme);
  }
  removeAsDefaultProtocolClient(scheme: string): boolean {
    return seen.linkSchemes.delete(scheme);
  }
  requestSingleInstanceLock(): boolean {
    calls.push('app.requestSingleInstanceLock');
    return !machine.isSecond;
  }
  async whenReady(): Promise<void> {
    calls.push('app.whenReady');
    await Promise.resolve();
    this.isReady = true;
  }
  quit(): void {
    calls.push('app.quit');
    const event = new FakeEvent();
    this.emit('before-quit', event);
    if (!event.defaultPrevented) seen.exitCode = 0;
  }
  exit(code = 0): void {
    seen.exitCode = code;
    this.emit('exited');
  }
}
export const app = new FakeApp();

let lastFrame = 0;
export class FakeFrame {
  readonly parent: FakeFrame | null;
  readonly frameTreeNodeId: number;
  origin: string;
  url: string;
  constructor(url: string, parent: FakeFrame | null = null, frameTreeNodeId = ++lastFrame) {
    this.url = url;
    this.origin = /^[a-z]+:\/\/[^/]+/.exec(url)?.[0] ?? 'null';
    this.parent = parent;
    this.frameTreeNodeId = frameTreeNodeId;
  }
}

export class FakeWebContents extends EventEmitter {
  mainFrame = new FakeFrame('about:blank');
  readonly sent: [channel: string, message: unknown][] = [];
  windowOpenHandler: ((details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse) | undefined;
  destroyed = false;
  getURL(): string {
    return this.mainFrame.url;
  }
  send(channel: string, message: unknown): void {
    if (this.destroyed) throw new Error('Object has been destroyed');
    // What crosses a process boundary is a copy.
    this.sent.push([channel, structuredClone(message)]);
    this.emit('sent');
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  setWindowOpenHandler(handler: (details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse): void {
    this.windowOpenHandler = handler;
  }
  forcefullyCrashRenderer(): void {
    this.crash('killed');
  }
  crash(reason: Electron.RenderProcessGoneDetails['reason']): void {
    this.emit('render-process-gone', new FakeEvent(), { reason, exitCode: 1 });
  }
}

export class BrowserWindow extends EventEmitter {
  readonly options: Electron.BrowserWindowConstructorOptions;
  readonly webContents = new FakeWebContents();
  readonly loaded: string[] = [];
  visible: boolean;
  focused = false;
  minimized = false;
  onTop = false;
  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super();
    this.options = options;
    this.visible = options.show ?? true;
    seen.windows.push(this);
    app.emit('web-contents-created', new FakeEvent(), this.webContents);
  }
  async loadURL(url: string): Promise<void> {
    this.loaded.push(url);
    this.webContents.emit('did-start-navigation', { url, isMainFrame: true, isSameDocument: false });
    // Another document in the same frame.
    this.webContents.mainFrame = new FakeFrame(url, null, this.webContents.mainFrame.frameTreeNodeId);
  }
  show(): void {
    this.visible = true;
  }
  hide(): void {
    this.visible = false;
  }
  showInactive(): void {
    this.visible = true;
  }
  setAlwaysOnTop(onTop: boolean): void {
    this.onTop = onTop;
  }
  setVisibleOnAllWorkspaces(): void {
    calls.push('window.setVisibleOnAllWorkspaces');
  }
  focus(): void {
    this.focused = true;
  }
  isFocused(): boolean {
    return this.focused;
  }
  isMinimized(): boolean {
    return this.minimized;
  }
  restore(): void {
    this.minimized = false;
  }
  isDestroyed(): boolean {
    return this.webContents.destroyed;
  }
  close(): void {
    const event = new FakeEvent();
    this.emit('close', event);
    if (event.defaultPrevented) return;
    if (machine.objectsToClosing) {
      const objection = new FakeEvent();
      this.webContents.emit('will-prevent-unload', objection);
      if (!objection.defaultPrevented) return;
    }
    this.destroy();
  }
  destroy(): void {
    this.webContents.destroyed = true;
    this.webContents.emit('destroyed');
    this.emit('closed');
  }
}

export class Notification extends EventEmitter {
  readonly options: Electron.NotificationConstructorOptions;
  state: 'made' | 'shown' | 'closed' = 'made';
  static isSupported(): boolean {
    return machine.notificationsSupported;
  }
  constructor(options: Electron.NotificationConstructorOptions = {}) {
    super();
    this.options = options;
    seen.notifications.push(this);
  }
  show(): void {
    this.state = 'shown';
  }
  close(): void {
    this.state = 'closed';
  }
}

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

/** Forgets everything, for the next test of a file. */
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

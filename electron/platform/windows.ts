// The two windows: the console, and the phone, which nobody sees and which outlives whatever happens to the console.
import { BrowserWindow, app, dialog } from 'electron';
import type { WebContents, WebPreferences } from 'electron';
import type { Page } from '../../shared/contract/define.ts';
import type { Clock, Log } from '../ports/runtime.ts';
import { PAGE_ARGUMENT } from './channels.ts';
import { addressOf } from './pages.ts';
import type { Words } from './words.ts';

/** Window titles stand in task bars and screen shares: the product's name and nothing else. */
const TITLE = 'Frontdesk';
/** A page that has crashed this often within a minute is not broken by chance: its next tries wait. */
const QUICK_RELOADS = 3;
const MINUTE_MS = 60_000;
const SLOW_RELOAD_MS = 5_000;

export interface WindowsOptions {
  readonly preload: string;
  readonly isPackaged: boolean;
  readonly clock: Clock;
  readonly log: Log;
  readonly words: Words;
  /** A page's WebContents is there and about to load. */
  readonly onPage: (contents: WebContents, page: Page) => void;
  /** The console has come to the front, or left it. */
  readonly onFront?: () => void;
}

/** What every page of ours runs under. */
export function securityOf(page: Page, preload: string, isPackaged: boolean): WebPreferences {
  return {
    preload,
    additionalArguments: [`${PAGE_ARGUMENT}${page}`],
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    devTools: !isPackaged,
    // Chromium fetches its dictionaries from elsewhere, and would know what is typed about patients.
    spellcheck: false,
    // A ringing call is heard before anybody has clicked.
    autoplayPolicy: 'no-user-gesture-required',
    // The phone is always in the background and must keep time; the console rings behind other windows.
    backgroundThrottling: false,
  };
}

/** How long a page that has just crashed waits before it is loaded again, in ms. @param crashes times, the last one now */
export function reloadDelay(crashes: readonly number[], now: number): number {
  return crashes.filter((at) => now - at < MINUTE_MS).length > QUICK_RELOADS ? SLOW_RELOAD_MS : 0;
}

export class Windows {
  readonly #options: WindowsOptions;
  readonly #console: BrowserWindow;
  readonly #phone: BrowserWindow;
  #mayClose = false;
  #onStay: (() => void) | undefined;

  constructor(options: WindowsOptions) {
    this.#options = options;
    this.#phone = this.#open('phone', { show: false, skipTaskbar: true, focusable: false });
    this.#console = this.#open('console', { width: 1440, height: 900, minWidth: 720, minHeight: 480, show: false });
    for (const event of ['focus', 'blur', 'minimize', 'restore'] as const)
      this.#console.on(event as 'focus', () => options.onFront?.());
    this.#console.once('ready-to-show', () => this.#console.show());
    this.#console.on('close', (event) => {
      if (this.#mayClose) return;
      // Closing the window is quitting, and quitting looks for live calls first.
      event.preventDefault();
      app.quit();
    });
    this.#console.webContents.on('will-prevent-unload', (event) => this.#askAboutUnsaved(event));
    // A page that hangs is ended and loaded again; in development it may just be standing at a breakpoint.
    if (options.isPackaged) this.#console.on('unresponsive', () => this.#console.webContents.forcefullyCrashRenderer());
  }

  isInFront(): boolean {
    return !this.#console.isDestroyed() && this.#console.isFocused();
  }

  bringToFront(): void {
    if (this.#console.isDestroyed()) return;
    if (this.#console.isMinimized()) this.#console.restore();
    this.#console.show();
    this.#console.focus();
  }

  /** Closes the console, which saves what is typed; `stayed` when that failed and the person would not lose it. */
  closeConsole(): Promise<'closed' | 'stayed'> {
    if (this.#console.isDestroyed()) return Promise.resolve('closed');
    return new Promise((resolve) => {
      this.#mayClose = true;
      this.#onStay = () => {
        this.#mayClose = false;
        resolve('stayed');
      };
      this.#console.once('closed', () => resolve('closed'));
      this.#console.close();
    });
  }

  /** Ends the phone page, once it has left the PBX: what it says after that would reach nobody. */
  closePhone(): void {
    if (!this.#phone.isDestroyed()) this.#phone.destroy();
  }

  #open(page: Page, look: Electron.BrowserWindowConstructorOptions): BrowserWindow {
    const { preload, isPackaged, log, onPage } = this.#options;
    const window = new BrowserWindow({ ...look, title: TITLE, webPreferences: securityOf(page, preload, isPackaged) });
    const load = () => window.loadURL(addressOf(page)).catch(() => log.error('page.notLoaded', { name: page }));
    window.on('page-title-updated', (event) => event.preventDefault());
    onPage(window.webContents, page);
    this.#reviveAfterCrash(window, page, load);
    void load();
    return window;
  }

  #reviveAfterCrash(window: BrowserWindow, page: Page, load: () => Promise<void>): void {
    const { clock, log } = this.#options;
    const crashes: number[] = [];
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason === 'clean-exit') return;
      log.error('page.crashed', { name: page, code: reason });
      const now = clock.now();
      crashes.push(now);
      clock.after(reloadDelay(crashes, now), () => {
        if (!window.isDestroyed()) void load();
      });
    });
  }

  #askAboutUnsaved(event: { preventDefault(): void }): void {
    const { words } = this.#options;
    const answer = dialog.showMessageBoxSync(this.#console, {
      type: 'warning',
      message: words('unsaved.message'),
      detail: words('unsaved.detail'),
      buttons: [words('unsaved.stay'), words('unsaved.leave')],
      defaultId: 0,
      cancelId: 0,
    });
    // Electron's words: to prevent this event is to let the page go.
    if (answer === 1) event.preventDefault();
    else this.#onStay?.();
  }
}

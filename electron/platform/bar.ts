// The compact bar: one line over whatever else is on the screen, so that a call can be handled without leaving the EHR.
import { BrowserWindow, screen } from 'electron';
import type { WebContents } from 'electron';
import type { Page } from '../../shared/contract/define.ts';
import type { Preferences } from '../../shared/contract/session.ts';
import { addressOf } from './pages.ts';
import { securityOf } from './windows.ts';

const HEIGHT = 56;
const WIDTH = 980;

/** Pure: whether the bar is to be seen. */
export function wantsBar(mode: Preferences['bar'], hasCalls: boolean, isInFront: boolean): boolean {
  if (mode === 'off') return false;
  return mode === 'always' || (hasCalls && !isInFront);
}

export interface BarOptions {
  readonly preload: string;
  readonly isPackaged: boolean;
  readonly onPage: (contents: WebContents, page: Page) => void;
}

export class Bar {
  readonly #options: BarOptions;
  #window: BrowserWindow | undefined;

  constructor(options: BarOptions) {
    this.#options = options;
  }

  show(visible: boolean): void {
    if (!visible) return this.#window?.hide();
    this.#window ??= this.#open();
    // It comes without taking the focus from what is being typed elsewhere.
    this.#window.showInactive();
  }

  close(): void {
    if (this.#window && !this.#window.isDestroyed()) this.#window.destroy();
    this.#window = undefined;
  }

  #open(): BrowserWindow {
    const { preload, isPackaged, onPage } = this.#options;
    const { x, y, width } = screen.getPrimaryDisplay().workArea;
    const window = new BrowserWindow({
      ...{ title: 'Frontdesk', width: WIDTH, height: HEIGHT, x: x + Math.round((width - WIDTH) / 2), y },
      ...{ frame: false, resizable: false, maximizable: false, minimizable: false, fullscreenable: false },
      ...{ alwaysOnTop: true, skipTaskbar: true, show: false },
      webPreferences: securityOf('console', preload, isPackaged),
    });
    // Above full-screen EHRs too.
    window.setAlwaysOnTop(true, 'screen-saver');
    window.setVisibleOnAllWorkspaces(true);
    window.on('page-title-updated', (event) => event.preventDefault());
    window.on('closed', () => (this.#window = undefined));
    onPage(window.webContents, 'console');
    void window.loadURL(`${addressOf('console')}&view=bar`);
    return window;
  }
}

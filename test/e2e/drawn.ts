// The window over rows that a test writes: one host and one browser for a suite, a page for each test.
import { chromium } from 'playwright';
import type { Browser, Page } from 'playwright';
import { findBrowser } from '../../electron/app-window.ts';
import { ConsoleHost } from '../fakes/console-host.ts';

export interface Drawn {
  readonly host: ConsoleHost;
  /** A page at the smallest size the window is made for. */
  open(): Promise<Page>;
  close(): Promise<void>;
}

export async function startDrawing(): Promise<Drawn> {
  const host = await ConsoleHost.start();
  const browser: Browser = await chromium.launch({
    executablePath: findBrowser() ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  return {
    host,
    open: async () => {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      page.setDefaultTimeout(8000);
      return page;
    },
    close: async () => {
      await browser.close();
      await host.stop();
    },
  };
}

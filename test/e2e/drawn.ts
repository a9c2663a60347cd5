// The window over rows that a test writes: one host and one browser for a suite, a page for each test.
import { chromium } from 'playwright';
import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { findBrowser } from '../../electron/app-window.ts';
import { ConsoleHost } from '../fakes/console-host.ts';

interface Drawn {
  readonly host: ConsoleHost;
  /** A page at the smallest size the window is made for. */
  open(): Promise<Page>;
  close(): Promise<void>;
}

async function startDrawing(): Promise<Drawn> {
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

/** One host for the suite and a fresh page for each test, closed after it. */
export function inAWindow(each: (opened: Pick<Drawn, 'host' | 'open'> & { page: Page }) => void): void {
  let drawn: Drawn | undefined;
  let page: Page | undefined;
  beforeAll(async () => {
    drawn = await startDrawing();
  });
  afterAll(() => drawn?.close());
  beforeEach(async () => {
    page = await drawn!.open();
    each({ ...drawn!, page });
  });
  afterEach(() => page?.close());
}

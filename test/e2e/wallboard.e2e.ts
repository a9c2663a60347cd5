// The wallboard as a TV shows it: on the real host with the cookie of its own, drawn for five metres, and unable to do anything
// else. Pictures go to test-results/screens.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser } from '../../electron/app-window.ts';
import { TopicHub } from '../../electron/ipc/hub.ts';
import { CommandRouter } from '../../electron/ipc/router.ts';
import { startWebHost } from '../../electron/ipc/web-host.ts';
import type { WebHost } from '../../electron/ipc/web-host.ts';
import type { TopicRow } from '../../shared/contract/index.ts';
import { FakeAccess, FakeLog } from '../fakes/parts.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const SCREENS = path.join(ROOT, 'test-results/screens');

type Board = TopicRow<'wallboard'>;
type Queue = Board['queues'][number];

const ago = (seconds: number) => Date.now() - seconds * 1000;
const queue = (id: string, name: string, part: Partial<Queue> = {}): Queue => ({
  ...{ id, name, targetSeconds: 30, waiting: 0, callbacks: 0, signedIn: 3, free: 1, talking: 1, paused: 1 },
  ...{ answered: 41, abandoned: 2, servicePercent: 88, answerSeconds: 19 },
  ...part,
});
const board = (part: Partial<Board> = {}): Board => ({
  clinic: 'Riverside Family Practice',
  ...{ language: 'en', timeZone: 'America/Los_Angeles', link: 'ok', countedSince: ago(14_000) },
  queues: [
    queue('front-desk', 'Front desk', { waiting: 12, callbacks: 2, longestSince: ago(95), servicePercent: 71 }),
    queue('billing', 'Billing', { waiting: 1, longestSince: ago(38) }),
    queue('espanol', 'Español', {
      signedIn: 0,
      free: 0,
      talking: 0,
      paused: 0,
      answered: 0,
      abandoned: 0,
      servicePercent: undefined,
      answerSeconds: undefined,
    }),
  ],
  ...part,
});

let hub: TopicHub;
let host: WebHost;
let browser: Browser;
let page: Page;
const breaches: string[] = [];

beforeAll(async () => {
  mkdirSync(SCREENS, { recursive: true });
  const access = new FakeAccess();
  hub = new TopicHub(access);
  const router = new CommandRouter(access, new FakeLog());
  host = await startWebHost({ hub, router, root: path.join(ROOT, 'dist/renderer'), port: 0 });
  browser = await chromium.launch({ executablePath: findBrowser() ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
  page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  page.setDefaultTimeout(8000);
  page.on('console', (message) => message.type() === 'error' && breaches.push(message.text()));
  hub.set('wallboard', 'it', board());
  await page.goto(host.startUrl({ page: 'wallboard' }));
  await page.getByRole('region', { name: 'Front desk' }).waitFor();
});
afterAll(async () => {
  await browser?.close();
  await host?.close();
});

const show = async (name: string, row: Board, text: string) => {
  hub.set('wallboard', 'it', row);
  await page.getByText(text).first().waitFor();
  await page.screenshot({ path: path.join(SCREENS, `wallboard-${name}.png`) });
};

describe('the wallboard', () => {
  it('shows who waits against the target, who is there, and the day', async () => {
    await show('queues', board(), 'Nobody is here to answer');
    const front = page.getByRole('region', { name: 'Front desk' });
    expect(await front.getAttribute('data-level')).toBe('lost');
    expect(await page.getByRole('region', { name: 'Billing' }).getAttribute('data-level')).toBe('late');
    expect(await front.textContent()).toMatch(/12 waiting1:3\d longest wait/);
    expect(breaches).toEqual([]);
  });

  it('is read from five metres: what counts is at least 2.5 cm high on a screen of 1.2 m', async () => {
    // 1080 lines on 0.67 m: a line is 0.62 mm, and 25 mm are 40 of them.
    const heights = await page
      .locator('.count b, .longest b, h2')
      .evaluateAll((all) => all.map((one) => parseFloat(getComputedStyle(one).fontSize)));
    expect(Math.min(...heights)).toBeGreaterThan(40);
    const isWhole = await page.evaluate(() => {
      const { scrollWidth, scrollHeight } = document.documentElement;
      const cut = [...document.querySelectorAll('.queue')].some((one) => one.scrollHeight > one.clientHeight + 1);
      return scrollWidth <= innerWidth && scrollHeight <= innerHeight && !cut;
    });
    expect(isWhole).toBe(true);
  });

  it('shows names only where they are told to it, in the practice’s language', async () => {
    const people = [
      { name: 'Ana Ruiz', state: 'free' as const },
      { name: 'Chloe Sanders', state: 'talking' as const },
    ];
    await show('names', board({ language: 'es', queues: [queue('front-desk', 'Recepción', { people })] }), 'Ana Ruiz');
    expect(await page.getByText('en llamada').count()).toBeGreaterThan(0);
  });

  it('says when its figures are old, and when nobody is signed in', async () => {
    await show('lost', board({ link: 'lost' }), 'does not answer');
    await show('off', board({ link: 'off', queues: [] }), 'Nobody is signed in at this computer');
  });

  it('opens neither the console nor the phone from the TV', async () => {
    const status = (target: string) => page.evaluate(async (url) => (await fetch(url)).status, target);
    expect(await status('/console/')).toBe(403);
    expect(await status('/phone/')).toBe(403);
    const opened = await page.evaluate(
      () =>
        new Promise((resolve) => {
          const socket = new WebSocket(`ws://${location.host}/contract/console`);
          socket.onopen = () => resolve('opened');
          socket.onerror = () => resolve('refused');
        }),
    );
    expect(opened).toBe('refused');
  });
});

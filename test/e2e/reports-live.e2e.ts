// From a caller to the paper on a supervisor's desk, in a real host: calls come in at the embedded clinic, are answered or give
// up; the figures of the day open in the window, the calls behind one of them, and what is exported as a table and as paper
// says the same numbers. And the board for a TV, started as `npm start -- --wallboard` starts it.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inflateSync } from 'node:zlib';
import { chromium } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasHiddenScreen } from '../../build/setup.mjs';
import { ROOT } from '../support/host.ts';
import { openDemoRoundTheClock } from '../support/site.ts';
import { until } from '../support/until.ts';
import { openDeskWindow } from './window.ts';
import type { DeskWindow } from './window.ts';

const SCREENS = path.join(ROOT, 'test-results/screens');
mkdirSync(SCREENS, { recursive: true });

/** The words of a page description: what stands in its text operators, in order. Built-in fonts: a byte is a letter. */
function wordsOf(pdf: Buffer): string {
  const text: string[] = [];
  for (let at = pdf.indexOf('stream\n'); at >= 0; at = pdf.indexOf('stream\n', at + 7)) {
    if (pdf.subarray(at - 3, at).toString('latin1') === 'end') continue;
    const end = pdf.indexOf('endstream', at);
    try {
      const content = inflateSync(pdf.subarray(at + 7, end)).toString('latin1');
      for (const [, shown = ''] of content.matchAll(/\[([^\]]*)\]\s*TJ/g))
        text.push(
          [...shown.matchAll(/<([0-9a-f]*)>/gi)]
            .map(([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1'))
            .join(''),
        );
    } catch {
      // Not a page.
    }
  }
  return text.join('\n');
}

describe('the figures of a real host', () => {
  let opened: DeskWindow;
  beforeAll(async () => {
    opened = await openDeskWindow(['waiting', 'session', 'today', 'queues']);
    openDemoRoundTheClock(opened.host.info.folder);
  });
  afterAll(() => opened?.close());

  async function answered(number: string): Promise<void> {
    const { clinic, desk, live } = opened;
    const id = await clinic.call({ number, queue: 'front-desk', tone: 440 });
    const ringing = await until('it rings', () => live().find((row) => row.state === 'ringing'));
    await desk.command('call.answer', { callId: ringing.id });
    await until('talking', () => live().find((row) => row.state === 'talking'));
    await clinic.hangUp(id);
    await until('it is over', () => live().length === 0);
  }

  it('calls are taken, the supervisor reads them, opens what is behind, and exports what the window says', async () => {
    const { clinic, desk, page, live } = opened;
    await answered('+12065550112');
    await answered('+12065550142');
    const lost = await clinic.call({ number: '+12065550177', queue: 'front-desk', tone: 440 });
    await until('somebody waits', () => desk.rows('waiting').length > 0);
    await clinic.hangUp(lost);
    await until('nobody waits or rings', () => desk.rows('waiting').length === 0 && live().length === 0);
    // Above the board, without anybody asking.
    await until('the day is known', () => {
      const all = desk.row('today')?.all;
      return all?.entered === 3 && all.talks === 2;
    });
    await page.locator('[data-today]').getByText('All', { exact: true }).waitFor();

    // The supervisor sits down at the same desk.
    await desk.command('session.signOut', {});
    const secrets = { phonePassword: 'none', pbxPassword: opened.host.info.clinic!.ami.secret };
    const signedIn = await desk.command('session.signIn', { userId: 'priya', password: 'first-sign-in', secrets });
    expect(signedIn).toMatchObject({ ok: true });
    await page.getByTitle('Priya Nair').waitFor();
    await page.locator('[data-today]').getByText('All', { exact: true }).waitFor();
    await page.keyboard.press('Alt+r');
    const report = page.locator('[data-reports]');
    const row = (name: string) =>
      report.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) });
    await row('Average speed of answer').waitFor();
    const sentence = (await report.getByText(/calls came in/).textContent()) ?? '';
    expect(sentence).toMatch(/^3 calls came in: 2 answered/);
    const shown = async (name: string) => (await row(name).locator('[data-column=value]').textContent()) ?? '';
    const names = ['Average speed of answer', 'Service level', 'Talk', 'Longest wait', 'Abandonment'];
    const values = new Map<string, string>();
    for (const name of names) values.set(name, await shown(name));
    expect(values.get('Talk')).toMatch(/^\d+:\d\d$/);
    await page.screenshot({ path: path.join(SCREENS, 'reports-live.png') });

    await report.getByRole('button', { name: /^Average speed of answer: .* Show the calls/ }).click();
    await report.getByText('2 calls.').waitFor();
    expect(await report.getByRole('table').locator('tbody tr').count()).toBe(2);
    await report.getByText('(206) 555-0142').waitFor();
    await report.getByRole('button', { name: 'Back', exact: true }).click();

    const exported = async (as: 'csv' | 'pdf'): Promise<Buffer> => {
      await report.getByRole('button', { name: 'Export…' }).click();
      const form = report.getByRole('form', { name: 'Export this report' });
      await form.getByText(as === 'csv' ? 'Table (CSV)' : 'Paper (PDF)').click();
      await form.getByRole('textbox').fill('weekly meeting');
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        form.getByRole('button', { name: 'Export', exact: true }).click(),
      ]);
      await form.getByRole('button', { name: 'Cancel' }).click();
      return readFileSync(await download.path());
    };
    const table = (await exported('csv')).toString('utf8');
    const lines = table.split(/\r?\n/).map((line) => line.split(',').map((cell) => cell.replace(/^"|"$/g, '')));
    /** Paper and table write "88.0 %" where the window has "88%": the same figure. */
    const same = (text: string) => (text.endsWith('%') ? `${parseFloat(text)}` : text);
    for (const name of names) {
      const written = lines.find(([first]) => first === name)?.[1] ?? '';
      expect([name, same(written)]).toEqual([name, same(values.get(name) ?? '')]);
    }
    const paper = wordsOf(await exported('pdf'));
    for (const name of names) {
      const written = lines.find(([first]) => first === name)?.[1] ?? '';
      expect(paper).toContain(name);
      expect(paper).toContain(written);
    }
    expect(paper).toContain('weekly meeting');
  });
});

describe('the board for a TV', () => {
  let display: ChildProcess | undefined;
  let host: ChildProcess | undefined;
  afterAll(async () => {
    const ended = host && new Promise((resolve) => host?.once('exit', resolve));
    host?.kill('SIGTERM');
    await ended;
    display?.kill('SIGTERM');
  });

  // build/test.mjs installs it, or says that this is skipped.
  it.skipIf(!hasHiddenScreen())(
    'is a window of its own over the whole screen, with the clinic’s queues',
    async () => {
      const folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-kiosk-'));
      const number = await new Promise<string>((resolve, reject) => {
        display = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1920x1080x24'], {
          stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
        });
        display.once('error', reject);
        (display.stdio[3] as NodeJS.ReadableStream).once('data', (data) => resolve(String(data).trim()));
      });
      const flags = '--remote-debugging-port=0 --disable-gpu';
      host = spawn(
        process.execPath,
        [path.join(ROOT, 'electron/browser.ts'), '--quiet', '--wallboard', '--data', folder],
        { stdio: 'ignore', env: { ...process.env, DISPLAY: `:${number}`, FRONTDESK_BROWSER_FLAGS: flags } },
      );
      const portFile = path.join(folder, 'wallboard/DevToolsActivePort');
      const port = await until(
        'the kiosk window',
        () => existsSync(portFile) && readFileSync(portFile, 'utf8').split('\n')[0],
        40_000,
      );
      // Joined in the middle of its way from the one-time address the page is not seen again when it has arrived.
      await until('the board has arrived', async () => {
        const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as { url: string }[];
        return targets.some(({ url }) => url.includes('wallboard') && !url.includes('token'));
      });
      const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
      const page = await until('its page', () =>
        browser
          .contexts()[0]
          ?.pages()
          .find((one) => one.url().includes('wallboard')),
      );
      await page.getByRole('region', { name: 'Front desk' }).waitFor({ timeout: 30_000 });
      await page.getByText('in target').first().waitFor();
      // No bars of a browser. (That it fills the screen is a window manager's doing, and this display has none.)
      const size = await page.evaluate(() => [window.outerWidth, window.outerHeight, innerWidth, innerHeight]);
      expect(size.slice(0, 2)).toEqual(size.slice(2));
      await page.screenshot({ path: path.join(SCREENS, 'wallboard-kiosk.png') });
      await browser.close();
    },
    120_000,
  );
});

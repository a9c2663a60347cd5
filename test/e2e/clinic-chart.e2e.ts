// "Open chart" with nothing but `npm start`: the made-up clinic's EHR has a page of its own, and the window leads there the
// way it leads to a real one.
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDemoRoundTheClock } from '../support/site.ts';
import { until } from '../support/until.ts';
import { verifiedCall } from './visits.ts';
import { openDeskWindow } from './window.ts';
import type { DeskWindow } from './window.ts';

const SCREENS = path.resolve(import.meta.dirname, '../../test-results/screens');

let opened: DeskWindow;
beforeAll(async () => {
  mkdirSync(SCREENS, { recursive: true });
  opened = await openDeskWindow(['patients', 'notes', 'site']);
  openDemoRoundTheClock(opened.host.info.folder);
  await until('the practice is open', () => (opened.desk.row('site')?.version ?? 0) > 1);
});
afterAll(() => opened?.close());

it('opens the made-up chart of who was checked, and nothing of it stays in the window', async () => {
  const { context, host, page } = opened;
  const { patientId } = await verifiedCall(opened);
  const steps = await page.evaluate(() => history.length);
  const [tab] = await Promise.all([
    context.waitForEvent('page'),
    page.getByRole('button', { name: 'Open chart' }).press('Enter'),
  ]);
  await tab.getByRole('heading', { name: 'Samuel Okafor' }).waitFor();
  await tab.getByText('Made up: nobody here exists').waitFor();
  expect(await tab.getByRole('row').count()).toBeGreaterThan(1);
  expect(await tab.title()).toBe('Riverside EHR (made up)');
  expect(await tab.evaluate(() => [window.opener, document.referrer, history.length])).toEqual([null, '', 1]);
  // The page's policy runs nothing, whoever puts it there.
  const ran = await tab.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'document.title = "ran"';
    document.body.append(script);
    return document.title;
  });
  expect(ran).toBe('Riverside EHR (made up)');
  for (const scheme of ['light', 'dark'] as const)
    for (const [width, height] of [
      [1280, 800],
      [1920, 1080],
    ] as const) {
      await tab.emulateMedia({ colorScheme: scheme });
      await tab.setViewportSize({ width, height });
      await tab.screenshot({ path: path.join(SCREENS, `clinic-chart-${scheme}-${width}.png`) });
    }
  await tab.close();

  const after = await page.evaluate(() => [history.length, document.title, location.search]);
  expect(after).toEqual([steps, 'Frontdesk', expect.not.stringMatching(/okafor/i)]);
  expect(await page.content()).not.toMatch(new RegExp(`${patientId}|/chart/`));
  const logs = path.join(host.info.folder, 'logs');
  const written = readdirSync(logs).map((file) => readFileSync(path.join(logs, file), 'utf8'));
  expect(written.join()).not.toMatch(/okafor|\/chart\//i);
});

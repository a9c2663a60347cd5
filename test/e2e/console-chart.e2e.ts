// What became of a note in the chart, by keyboard: refused and tried again, two versions compared and one chosen.
import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { fail, ok } from '../../shared/result/result.ts';
import type { ConsoleHost } from '../fakes/console-host.ts';
import { CHART_STATES } from '../fakes/console-chart-states.ts';
import { pressOn } from './by-keyboard.ts';
import { inAWindow } from './drawn.ts';

let host: ConsoleHost;
let page: Page;
inAWindow((opened) => ({ host, page } = opened));

async function draw(name: string): Promise<void> {
  const state = CHART_STATES.find((one) => one.name === name)!;
  host.scene(state.rows());
  await page.goto(host.url);
  await state.act?.(page, host);
  await page.locator(state.until).first().waitFor();
}
const press = (name: string) => pressOn(page.getByRole('button', { name, exact: true }));

it('what was refused says why and is tried again, or kept here', async () => {
  await draw('chart-items');
  await page.getByText('did not accept the prescription or referral').waitFor();
  host.answer('note.sendAgain', () => ok({}));
  const again = host.next('note.sendAgain');
  await press('Try again');
  expect((await again).input).toEqual({ callId: 'call-1', id: 'call-1/task' });
  host.answer('note.keepHere', () => ok({}));
  const kept = host.next('note.keepHere');
  await press('Keep here');
  expect((await kept).input).toEqual({ callId: 'call-1', id: 'call-1/task' });
});

it.each([
  ['Put mine there', 'ours'],
  ['Put both there', 'both'],
  ['Leave it as it is', 'theirs'],
] as const)('two versions side by side: %s', async (button, how) => {
  await draw('chart-conflict');
  const dialog = page.getByRole('dialog', { name: 'Changed in the EHR meanwhile' });
  // Only what differs is marked.
  expect(await dialog.locator('mark').allTextContents()).toEqual([
    'Refill of: Lisinopril 20 mg (dose changed on Friday, Dr. Lee)',
    'Refill of: Lisinopril 10 mg',
    'Days left: 3',
  ]);
  await dialog.getByText('Dr. Hannah Lee').waitFor();
  // Refused for any reason, the choice stands there still.
  host.answer('note.settleConflict', () => fail('journalDiskFull'));
  const tried = host.next('note.settleConflict');
  await press(button);
  await tried;
  await dialog.waitFor();
  host.answer('note.settleConflict', () => ok({}));
  const settled = host.next('note.settleConflict');
  await press(button);
  expect((await settled).input).toEqual({ callId: 'call-1', id: 'call-1/communication/8', how });
  await dialog.waitFor({ state: 'hidden' });
});

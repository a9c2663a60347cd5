// Calls from everywhere, in the window on the embedded clinic with real sound: the compact bar, a pasted number, the last
// number again, a link of another program.
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { ClinicControl } from '../support/clinic.ts';
import { hearsInPage } from '../support/host.ts';
import type { ContractClient, Host } from '../support/host.ts';
import { until } from '../support/until.ts';
import { openDeskWindow } from './window.ts';
import type { DeskWindow } from './window.ts';

let host: Host;
let desk: ContractClient;
let clinic: ClinicControl;
let phone: Page;
let page: Page;
let bar: Page;
let opened: DeskWindow;

beforeAll(async () => {
  opened = await openDeskWindow(['notes', 'linkRequests']);
  ({ host, desk, clinic, phone, page } = opened);
  await opened.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: host.info.origin });
  bar = await opened.context.newPage();
  await bar.setViewportSize({ width: 980, height: 56 });
  await bar.goto(`${host.info.origin}/console/?separate-phone&view=bar`);
  bar.setDefaultTimeout(10_000);
});
afterAll(() => opened?.close());
afterEach(() => opened.endCalls());

const talking = () => until('talking', () => opened.live().find((row) => row.state === 'talking'));

it('a call is handled in the bar alone: answered, held, given its outcome, ended', async () => {
  await clinic.call({ number: '+12065550112', name: 'WHITFIELD', queue: 'front-desk', tone: 440 });
  await bar.bringToFront();
  await bar.getByRole('button', { name: /Answer/ }).click();
  const { id } = await talking();
  await hearsInPage(phone, id, 440);
  await bar.keyboard.press('F5');
  await until('on hold', () => desk.row('calls', id)?.state === 'held');
  await bar.locator('[data-bar]').getByText('on hold').waitFor();
  await bar.getByRole('button', { name: /Resume/ }).click();
  await talking();
  // The outcome stands in the same note that the big window shows.
  const outcome = bar.getByLabel('Outcome');
  const value = await outcome.locator('option').nth(1).getAttribute('value');
  await outcome.selectOption(value);
  await until('the outcome is in the note', () => desk.row('notes', id)?.content.outcome === value);
  await bar.keyboard.press('F9');
  await until('over', () => desk.row('calls', id)?.state === 'ended');
});

it('a number that was copied elsewhere is dialled with Ctrl-V and Enter; the last one again from the search', async () => {
  await page.bringToFront();
  await page.getByText('No call in hand').waitFor();
  await page.evaluate(() => navigator.clipboard.writeText('601'));
  await page.keyboard.press('Control+v');
  await page.getByText('Call 601').waitFor();
  await page.keyboard.press('Enter');
  const { id } = await talking();
  await hearsInPage(phone, id, 1000);
  await page.keyboard.press('F9');
  await until('over', () => opened.live().length === 0);
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder(/Find/).last().waitFor();
  await page.keyboard.type('last number');
  await page.getByText('Call the last number again').click();
  const again = await talking();
  expect([again.id === id, again.remote.number]).toEqual([false, '601']);
});

it('a link of another program asks first, dials on yes, and not on no', async () => {
  await page.bringToFront();
  expect(await desk.command('link.open', { link: 'tel:+1-206-555-0112' })).toMatchObject({ ok: true });
  await page.getByRole('dialog').getByText('(206) 555-0112').waitFor();
  expect(opened.live()).toEqual([]);
  await page.getByRole('dialog').getByRole('button', { name: 'Do not call' }).last().click();
  await until('asked no more', () => desk.rows('linkRequests').length === 0);
  expect(opened.live()).toEqual([]);
  await desk.command('link.open', { link: 'callto:2065550112' });
  await page.getByRole('dialog').getByRole('button', { name: 'Call', exact: true }).click();
  await until('it is dialled', () => opened.live().some((row) => row.direction === 'outgoing'));
  expect(await desk.command('link.open', { link: 'tel:*21*2065550112%23' })).toMatchObject({
    error: { code: 'linkInvalid' },
  });
});

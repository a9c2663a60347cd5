// The operator's boards in the window, by keyboard, on the embedded clinic with real sound: park and take back, listen to a
// voicemail and hand it over, find a colleague, pick up what rings there.
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { RawPhone } from '../integration/fixtures/raw-phone.ts';
import type { ClinicControl } from '../support/clinic.ts';
import { heardInPage, hearsInPage } from '../support/host.ts';
import type { ContractClient } from '../support/host.ts';
import { until } from '../support/until.ts';
import { openDeskWindow } from './window.ts';
import type { DeskWindow } from './window.ts';

let desk: ContractClient;
let clinic: ClinicControl;
let phone: Page;
let page: Page;
let opened: DeskWindow;

beforeAll(async () => {
  opened = await openDeskWindow(['people', 'worklist', 'parked', 'ringing', 'voicemail', 'voicemailLamp']);
  ({ desk, clinic, phone, page } = opened);
  await until('the boards', () => desk.row('voicemailLamp'));
});
afterAll(() => opened?.close());
afterEach(() => opened.endCalls());

const talking = () => until('talking', () => opened.live().find((row) => row.state === 'talking'));

it('parks a caller, shows it to everybody, and takes it back with one key', async () => {
  const caller = await clinic.call({ number: '+12065550112', name: 'WHITFIELD', queue: 'front-desk', tone: 440 });
  await page.getByRole('region', { name: 'Ringing call' }).waitFor();
  await page.keyboard.press('F2');
  await talking();
  // The key does what the window offers: a person presses it when that is there.
  await page.getByRole('button', { name: /^Park/ }).waitFor();
  await page.keyboard.press('F8');
  const board = page.getByRole('region', { name: 'Parked' });
  await board.getByText('Slot 901', { exact: true }).waitFor();
  expect(desk.rows('parked')).toMatchObject([{ slot: '901', number: '+12065550112', parkedBy: '101' }]);
  await until('this desk is free', () => opened.live().length === 0);
  await page.keyboard.press('Shift+F8');
  const back = await talking();
  await hearsInPage(phone, back.id, 440);
  await until('the caller hears the desk', async () => (await clinic.callerHears(caller)) === 1000);
  await board.waitFor({ state: 'detached' });
});

it('plays a voicemail and hands it over as a thing to do, once', async () => {
  await page.getByRole('button', { name: 'Voicemail', exact: true }).press('Enter');
  const box = page.getByRole('region', { name: 'Voicemail' });
  await box.getByText('WHITFIELD JAMES').waitFor();
  await box.getByRole('button', { name: 'Listen to WHITFIELD JAMES' }).press('Enter');
  const played = await talking();
  await until('the voice is heard', async () => (await heardInPage(phone, played.id, [440])).rms > 0.01);
  await until('it ends by itself', () => opened.live().length === 0);
  const message = box.getByRole('listitem').filter({ hasText: 'WHITFIELD JAMES' });
  await message.getByRole('button', { name: 'Hand over' }).press('Enter');
  await message.getByRole('combobox').first().selectOption('Nurse line');
  await message.getByRole('textbox').press('Enter');
  await message.getByText('Handed over to Nurse line').waitFor();
  const todo = page.getByRole('region', { name: 'To do' });
  await todo.getByText(/Voicemail of/).waitFor();
  const handed = desk.rows('worklist').filter(({ kind }) => kind === 'voicemail');
  expect(handed).toMatchObject([{ owner: 'Nurse line', number: '+12065550112' }]);
  await message.getByRole('button', { name: 'Done' }).press('Enter');
  await until('one is new', () => desk.row('voicemailLamp')?.newCount === 1);
});

it('finds a colleague by a few letters and calls with Enter', async () => {
  await page.keyboard.press('F3');
  const search = page.getByRole('combobox', { name: /Name, skill/ });
  await search.pressSequentially('nurs');
  await page
    .getByRole('row', { name: /Ana R\./ })
    .getByText('free')
    .waitFor();
  await page.keyboard.press('Enter');
  await search.waitFor({ state: 'detached' });
  const call = await talking();
  expect(call.remote.number).toBe('201');
});

it('picks up what rings at a colleague, as the caller it is', async () => {
  const extension = opened.host.info.clinic!.extensions.find((entry) => entry.extension === '103')!;
  const login = { server: opened.host.info.clinic!.sip, domain: opened.host.info.clinic!.sipDomain };
  const other = await RawPhone.open({ ...login, user: '103', password: extension.secret });
  await other.register();
  const caller = await clinic.call({ number: '+12065550112', name: 'WHITFIELD', direct: '103', tone: 440 });
  await until('it rings there', () => desk.row('ringing', '103')?.number === '+12065550112');
  await page.keyboard.press('F3');
  await page.getByRole('combobox', { name: /Name, skill/ }).fill('priya');
  await page.getByRole('row', { name: /WHITFIELD/ }).waitFor();
  await page.keyboard.press('Alt+p');
  const call = await talking();
  expect(call.remote).toMatchObject({ number: '+12065550112', name: 'WHITFIELD' });
  await until('the patient is looked for', () => desk.row('calls', call.id)?.match?.state === 'one');
  await hearsInPage(phone, call.id, 440);
  await until('the caller hears the desk', async () => (await clinic.callerHears(caller)) === 1000);
  await until('nothing rings there any more', () => desk.row('ringing', '103') === undefined);
  other.close();
  expect(opened.problems).toEqual([]);
});

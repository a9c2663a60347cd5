// The main job in the window, by keyboard, on the embedded clinic with real sound: the story the README tells.
// With FRONTDESK_PICTURES=FOLDER it also writes the pictures (npm run pictures).
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClinicControl } from '../support/clinic.ts';
import { ROOT, hearsInPage } from '../support/host.ts';
import type { ContractClient, Host } from '../support/host.ts';
import { openDemoRoundTheClock } from '../support/site.ts';
import { until } from '../support/until.ts';
import { openDeskWindow } from './window.ts';
import type { DeskWindow } from './window.ts';

const FOLDER = process.env['FRONTDESK_PICTURES'] ?? path.join(ROOT, '.cache/screens');
const HOUSEHOLD = '+12065550142';

let host: Host;
let desk: ContractClient;
let clinic: ClinicControl;
let phone: Page;
let page: Page;
let opened: DeskWindow;

beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  opened = await openDeskWindow(['patients', 'notes', 'waiting', 'worklist', 'site'], { width: 1440, height: 900 });
  ({ host, desk, clinic, phone, page } = opened);
  openDemoRoundTheClock(host.info.folder);
  await until('the practice is open', () => (desk.row('site')?.version ?? 0) > 1);
});

afterAll(() => opened?.close());

const picture = async (name: string) => {
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: path.join(FOLDER, `${name}.png`) });
};
const ringing = () => page.getByRole('region', { name: 'Ringing call' });
const live = () => desk.rows('calls').find((row) => row.state !== 'ended' && row.consultFor === undefined);

describe('the main job in the window', () => {
  it('is played from the ring to the note, and the note is in the EHR once', async () => {
    const call = await clinic.call({ number: HOUSEHOLD, name: 'OKAFOR', queue: 'front-desk', tone: 440 });
    await ringing().waitFor();
    await page.getByText('4 patients share this number').first().waitFor();
    const behind = [
      await clinic.call({ number: '+12065550101', name: '', queue: 'front-desk', patience: 120 }),
      await clinic.call({ number: '', name: '', queue: 'front-desk', patience: 120 }),
    ];
    await until('two wait behind', () => desk.rows('waiting').length === 3);
    await picture('ringing');

    await page.keyboard.press('F2');
    await until('talking', () => live()?.state === 'talking');
    const id = live()!.id;
    await hearsInPage(phone, id, 440);
    await until('the caller hears us', async () => (await clinic.callerHears(call)) === 1000);

    // Several matches: nothing private is in the page before two identifiers match.
    const samuel = page.getByRole('button', { name: /SO/ });
    await samuel.waitFor();
    expect(await page.content()).not.toContain('Samuel');
    await picture('several-matches');
    await samuel.click();
    const candidate =
      desk.row('patients', id)?.chosen ?? (await until('chosen', () => desk.row('patients', id)?.chosen));
    await page.getByRole('textbox', { name: 'Full name' }).fill('Samuel Okafor');
    await page.getByRole('textbox', { name: 'Birth date' }).fill(await birthDateOf(candidate.patientId));
    await page.getByRole('button', { name: 'Compare' }).press('Enter');
    await until('the context card', () => desk.row('patients', id)?.contextState === 'fresh');

    await page.getByRole('radio', { name: 'Clinical question' }).press('Space');
    await page
      .getByRole('textbox', { name: /What does the caller say/ })
      .fill('Dizzy since starting the new blood pressure pill, no chest pain.');
    await page.getByRole('textbox', { name: /Since when/ }).fill('Tuesday');
    await page.getByText('Ana R.').first().waitFor();
    await until('kept on disk', () => desk.row('notes', id)?.content.fields['since'] === 'Tuesday');
    await picture('in-call');
    await page.emulateMedia({ colorScheme: 'dark' });
    await picture('in-call-dark');
    await page.emulateMedia({ colorScheme: 'light' });

    for (const waiting of behind) await clinic.hangUp(waiting);

    // Warm transfer: consult, then complete.
    await page
      .getByRole('button', { name: /Consult Ana R/ })
      .first()
      .click();
    await until('consulting', () => desk.rows('calls').some((row) => row.consultFor === id && row.state === 'talking'));
    await picture('consulting');
    await page
      .getByRole('button', { name: /Connect|Complete/ })
      .first()
      .click();
    await until('transferred', () => desk.row('calls', id)?.ended === 'transferred');

    await page.getByRole('combobox', { name: /Outcome/ }).selectOption('transferred');
    await page.getByRole('textbox', { name: /Caller was told/ }).fill('The nurse speaks with him now');
    await page.keyboard.press('Alt+0');
    await page.keyboard.press('Control+Enter');
    await until('the note is in the EHR', async () => (await communications(candidate.patientId)) > 0);
    await until('nothing waits for the EHR', () => desk.row('health')?.outboxWaiting === 0);
    expect(await communications(candidate.patientId)).toBe(1);
    await clinic.hangUp(call);
  });

  it('stops at a red flag and says what to say', async () => {
    const call = await clinic.call({ number: '+14155550177', name: '', queue: 'front-desk' });
    await ringing().waitFor();
    await page.keyboard.press('F2');
    await until('talking', () => live()?.state === 'talking');
    await page.getByRole('textbox', { name: /What does the caller say/ }).fill('She has chest pain since this morning');
    await page.getByText('Possible emergency. Say this now:').waitFor();
    await picture('emergency');
    expect(desk.row('notes', live()!.id)?.emergency.map((step) => step.step)).toContain('heard');
    await clinic.hangUp(call);
    await until('over', () => live() === undefined);
  });

  it('goes on without the EHR and says so', async () => {
    await clinic.ehr('down');
    // Of a number that was confirmed before, or has an appointment today, the desk still knows whose it is.
    const call = await clinic.call({ number: '+12065550179', name: 'OKAFOR', queue: 'front-desk' });
    await ringing().waitFor();
    await page.getByText('EHR not available: take the call').waitFor();
    await page.keyboard.press('F2');
    await until('talking', () => live()?.state === 'talking');
    await page.getByText('The EHR is not answering. Take the call').first().waitFor();
    await picture('ehr-down');
    await clinic.hangUp(call);
    await clinic.ehr('none');
  });

  it('raised no error and broke no rule of the page on the way', () => {
    // A page that is left behind by the test's own 404 for the icon is not an error of the product.
    expect(opened.problems.filter((text) => !/404/.test(text))).toEqual([]);
  });
});

async function birthDateOf(patientId: string): Promise<string> {
  const reply = await fetch(`${host.info.clinic!.fhir}/Patient/${patientId}`);
  return ((await reply.json()) as { birthDate: string }).birthDate;
}

/** How many Communications the server holds for this patient that we wrote. */
async function communications(patientId: string): Promise<number> {
  const reply = await fetch(`${host.info.clinic!.fhir}/Communication?subject=Patient/${patientId}&_count=200`);
  const { entry = [] } = (await reply.json()) as { entry?: { resource: { identifier?: { value?: string }[] } }[] };
  return entry.filter(({ resource }) => resource.identifier?.some(({ value }) => value?.includes('/communication')))
    .length;
}

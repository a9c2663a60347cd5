// A visit is cancelled, and by keyboard alone whoever waits for such a time is called, checked and booked into it: their entry
// on the waiting list becomes the visit, in the embedded clinic's EHR.
import type { Page } from 'playwright';
import type { Appointment, Bundle, Slot } from '@medplum/fhirtypes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDemoRoundTheClock } from '../support/site.ts';
import { until } from '../support/until.ts';
import { pressOn } from './by-keyboard.ts';
import { check, fhirOf, verifiedCall } from './visits.ts';
import { openDeskWindow } from './window.ts';
import type { DeskWindow } from './window.ts';

let opened: DeskWindow;
let page: Page;
beforeAll(async () => {
  opened = await openDeskWindow(['patients', 'notes', 'arranged', 'site', 'workCalls']);
  page = opened.page;
  openDemoRoundTheClock(opened.host.info.folder);
  await until('the practice is open', () => (opened.desk.row('site')?.version ?? 0) > 1);
});
afterAll(() => opened?.close());

const fhir = <T>(path: string, init?: RequestInit): Promise<T> => fhirOf(opened)<T>(path, init);
const put = (method: 'POST' | 'PUT', path: string, body: object) =>
  fhir<Appointment>(path, { method, body: JSON.stringify(body) });
const PHYSICAL = {
  ...{ system: 'https://clinic.example/CodeSystem/visit-type', code: 'annual-physical', display: 'Annual physical' },
};
const DAY = 24 * 3_600_000;
const MARIA = { reference: 'Patient/patient-maria-gonzalez', display: 'María González' };
const JAMES = { reference: 'Patient/patient-james-whitfield', display: 'James Whitfield' };

/** Somebody who has waited for that many days. */
const waits = (actor: { reference: string; display: string }, days: number, more: object = {}) =>
  put('POST', 'Appointment', {
    ...{ resourceType: 'Appointment', status: 'waitlist', created: new Date(Date.now() - days * DAY).toISOString() },
    serviceType: [{ coding: [PHYSICAL], text: PHYSICAL.display }],
    participant: [{ actor, status: 'needs-action' }],
    ...more,
  });
/** A visit of the caller at a time with a free one behind it: a physical takes two. */
async function bookedFor(patient: string): Promise<{ slot: Slot; id: string }> {
  const from = new Date(Date.now() + 2 * DAY).toISOString();
  const { entry = [] } = await fhir<Bundle<Slot>>(`Slot?status=free&start=ge${from}&_count=200`);
  const free = entry.map(({ resource }) => resource!).sort((a, b) => a.start.localeCompare(b.start));
  const isForPhysicals = ({ serviceType = [] }: Slot) =>
    serviceType.some(({ coding = [] }) => coding.some(({ code }) => code === PHYSICAL.code));
  const slot = free.find(
    (one) =>
      isForPhysicals(one) &&
      free.some((next) => next.schedule.reference === one.schedule.reference && next.start === one.end),
  )!;
  await put('PUT', `Slot/${slot.id}`, { ...slot, status: 'busy' });
  const { id } = await put('POST', 'Appointment', {
    ...{ resourceType: 'Appointment', status: 'booked', start: slot.start, end: slot.end },
    slot: [{ reference: `Slot/${slot.id}` }],
    serviceType: [{ text: 'Follow-up' }],
    participant: [{ actor: { reference: `Patient/${patient}` }, status: 'accepted' }],
  });
  return { slot, id: id! };
}
const onButton = (name: string) =>
  page.waitForFunction((wanted) => document.activeElement?.textContent?.startsWith(wanted) ?? false, name);

it('cancelled, the next one called, checked and booked: one visit, and nobody waits for it any more', async () => {
  // James has waited longer, but only for mornings of another day.
  await waits(JAMES, 30, { requestedPeriod: [{ start: '2040-01-02T08:00:00Z', end: '2040-01-03T08:00:00Z' }] });
  const entry = await waits(MARIA, 3);
  const { callId, patientId } = await verifiedCall(opened);
  const booked = await bookedFor(patientId);
  const day = new Date(booked.slot.start).toLocaleDateString('en-US', {
    ...{ month: 'short', day: 'numeric', timeZone: 'America/Los_Angeles' },
  });
  await page.keyboard.press('Alt+b');
  await page.locator('[role=listbox]:focus').waitFor();
  await pressOn(page.getByRole('button', { name: new RegExp(`^Cancel .*${day}.*Follow-up`) }));
  await page.locator('select:focus').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText('1 person on the waiting list would take this time').waitFor();
  expect((await fhir<Slot>(`Slot/${booked.slot.id}`)).status).toBe('free');

  // The visit is gone from the list, and the keys are at the times again.
  await page.locator('[role=listbox]:focus').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Visits' }).waitFor({ state: 'hidden' });
  // Also with a caller on the line the list is found by its name.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('whom to call');
  await page.getByText('Waiting list: whom to call').waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('Became free').waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('Became free').waitFor({ state: 'hidden' });
  await opened.desk.command('call.hangUp', { callId });
  await until('the caller is gone', () => opened.live().length === 0);

  // The caller said goodbye first: the list is still there.
  await page.keyboard.press('Alt+b');
  await page
    .getByText(/^(Became free|Visits of)/)
    .first()
    .waitFor();
  if (await page.getByRole('button', { name: 'Waiting list', exact: true }).isVisible())
    await page.getByRole('button', { name: 'Waiting list', exact: true }).press('Enter');
  await page.getByText('Became free').waitFor();
  // At the number on file.
  await page.keyboard.press('Alt+l');
  const out = await until('María is called', () => opened.live()[0]);
  expect(await until('why is known', () => opened.desk.row('workCalls', out.id))).toMatchObject({
    ...{
      patientId: 'patient-maria-gonzalez',
      waiting: { visitId: entry.id, time: { slots: expect.arrayContaining([booked.slot.id]) } },
    },
  });
  expect(out.remote.number).toMatch(/206.*555.*0101$/);
  await until('she answers', () => opened.live()[0]?.state === 'talking');

  // Nothing of hers before the check, not even what she waits for.
  const strip = page.getByRole('region', { name: 'Called from the waiting list' });
  await strip.getByText('Check who it is before you say what for.').waitFor();
  expect(await page.getByRole('main').textContent()).not.toMatch(/González|physical/);
  await check(opened, out.id, { initials: /MG/, name: 'María González' });
  await strip.getByText('Open the visits to book it.').waitFor();

  // The list begins at the time that she was called about.
  await page.keyboard.press('Alt+b');
  await page.getByText('From the waiting list: Annual physical').waitFor();
  await page.locator('[role=listbox]:focus').waitFor();
  await page.keyboard.press('Enter');
  const kept = await until('kept', () => opened.desk.row('arranged', out.id));
  expect(kept.time.slots).toContain(booked.slot.id);
  await onButton('Move');
  await page.keyboard.press('Enter');
  await page.getByText(/^Booked: /).waitFor();
  const visit = await fhir<Appointment>(`Appointment/${entry.id}`);
  expect([visit.status, Date.parse(visit.start!)]).toEqual(['booked', kept.time.start]);
  expect((await fhir<Slot>(`Slot/${booked.slot.id}`)).status).toBe('busy');
  const { entry: theirs = [] } = await fhir<Bundle<Appointment>>(`Appointment?slot=Slot/${booked.slot.id}&_count=50`);
  expect(theirs.map(({ resource }) => resource!).filter(({ status }) => status === 'booked')).toHaveLength(1);
  await until('in the note', () => /^Booked: /m.test(opened.desk.row('notes', out.id)?.content.told ?? ''));
  expect(opened.problems.filter((text) => !/404/.test(text))).toEqual([]);
});

// Visits arranged by keyboard alone, over a call with a verified patient, in the embedded clinic: booked, lost to another
// desk, moved and cancelled, and in the call's note.
import type { Page } from 'playwright';
import type { Appointment, Slot } from '@medplum/fhirtypes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { when } from '../../renderer/console/features/scheduling/words.ts';
import { openDemoRoundTheClock } from '../support/site.ts';
import { until } from '../support/until.ts';
import { pressOn } from './by-keyboard.ts';
import { fhirOf, verifiedCall } from './visits.ts';
import { openDeskWindow } from './window.ts';
import type { DeskWindow } from './window.ts';

let opened: DeskWindow;
let page: Page;
beforeAll(async () => {
  opened = await openDeskWindow(['patients', 'notes', 'arranged', 'site']);
  page = opened.page;
  openDemoRoundTheClock(opened.host.info.folder);
  await until('the practice is open', () => (opened.desk.row('site')?.version ?? 0) > 1);
});
afterAll(() => opened?.close());

const fhir = <T>(path: string, init?: RequestInit): Promise<T> => fhirOf(opened)<T>(path, init);

/** Of the one visit at that time: there may be others on the same day. */
const visitButton = (act: string, start: number) =>
  page.getByRole('button', { name: `${act} ${when(start, { language: 'en', zone: 'America/Los_Angeles' })}` });
const inList = () => page.locator('[role=listbox]:focus').waitFor();
const onButton = (name: string) =>
  page.waitForFunction((wanted) => document.activeElement?.textContent?.startsWith(wanted) ?? false, name);

it('finds, keeps, books, moves and cancels without a mouse, and says so in the note', async () => {
  const { callId, patientId } = await verifiedCall(opened);
  const booked = async () => {
    const { entry = [] } = await fhir<{ entry?: { resource: Appointment }[] }>(
      `Appointment?patient=Patient/${patientId}&_count=100`,
    );
    return entry.map(({ resource }) => resource).filter((one) => one.identifier?.[0]?.value?.startsWith('booking/'));
  };
  const arranged = () => opened.desk.row('arranged', callId);
  await page.keyboard.press('Alt+b');
  await inList();

  // Another desk is quicker: nothing may be promised, and what is near is offered.
  const first = await until('times', () => page.locator('[role=option]').first().getAttribute('id'));
  expect(first).toBe('free-time-0');
  await page.keyboard.press('Enter');
  const kept = await until('kept', () => arranged());
  expect((await fhir<Slot>(`Slot/${kept.time.slots[0]}`)).status).toBe('busy-tentative');
  await page.keyboard.press('Escape');
  await until('given back', () => arranged() === undefined);
  await inList();
  const freeAfter = (version: string | undefined) =>
    until('free again', async () => {
      const now = await fhir<Slot>(`Slot/${kept.time.slots[0]}`);
      return now.status === 'free' && now.meta?.versionId !== version ? now : undefined;
    });
  const { meta } = await freeAfter(undefined);
  // Thought better of before the EHR has answered: it is given back all the same, and the times stay.
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  const slot = await freeAfter(meta?.versionId);
  await until('not kept', () => arranged() === undefined);
  await inList();
  await fhir(`Slot/${slot.id}`, {
    method: 'PUT',
    body: JSON.stringify({ ...slot, status: 'busy' }),
  });
  await page.keyboard.press('Enter');
  await page.getByText('Somebody else has just taken this time. Do not promise it').waitFor();
  expect(await booked()).toEqual([]);

  // The first of what is offered instead has the keyboard.
  await page.keyboard.press('Enter');
  const time = (await until('the next one is kept', () => arranged())).time;
  await onButton('Book');
  await page.getByText('Say to the caller').first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByText(/^Booked: /).waitFor();
  const [visit, ...others] = await booked();
  expect(others).toEqual([]);
  expect(Date.parse(visit!.start!)).toBe(time.start);
  await until('in the note', () => /^Booked: /m.test(opened.desk.row('notes', callId)?.content.told ?? ''));

  await pressOn(visitButton('Move', time.start));
  await page.getByText('Choose the new time').waitFor();
  await inList();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const moved = (await until('kept for the move', () => arranged())).time;
  await onButton('Move it here');
  await page.keyboard.press('Enter');
  await page.getByText(/^Moved\. The visit is now/).waitFor();
  expect((await booked()).map(({ id, start, status }) => [id, Date.parse(start!), status])).toEqual([
    [visit!.id, moved.start, 'booked'],
  ]);
  expect((await fhir<Slot>(`Slot/${time.slots[0]}`)).status).toBe('free');

  await pressOn(visitButton('Cancel', moved.start));
  await page.locator('select:focus').waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText(/^Cancelled: /).waitFor();
  expect(await booked()).toMatchObject([{ status: 'cancelled', cancelationReason: { coding: [{ code: 'pat-fb' }] } }]);
  expect((await fhir<Slot>(`Slot/${moved.slots[0]}`)).status).toBe('free');
  const told = await until('all in the note', () => {
    const lines = opened.desk.row('notes', callId)?.content.told ?? '';
    return /^Cancelled: /m.test(lines) ? lines : undefined;
  });
  expect(told.split('\n').map((line) => line.split(':')[0])).toEqual(['Booked', 'Moved to', 'Cancelled']);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Visits' }).waitFor({ state: 'hidden' });
  expect(opened.problems.filter((text) => !/404/.test(text))).toEqual([]);
});

// A refill request and a step of a referral, by keyboard alone, on real calls of the embedded clinic: from the ring to the Task
// in the EHR that points at the very prescription and the very referral.
import type { Bundle, MedicationRequest, Patient, Resource, ServiceRequest, Task } from '@medplum/fhirtypes';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { problemsOf } from '../../electron/clinic/ehr/validity.ts';
import { openDemoRoundTheClock } from '../support/site.ts';
import { until } from '../support/until.ts';
import { pressOn, tabTo, typeInto } from './by-keyboard.ts';
import { openDeskWindow } from './window.ts';
import type { DeskWindow } from './window.ts';

const NUMBER = '+12535550155';
const LINDA = 'patient-linda-castellano';

let opened: DeskWindow;
beforeAll(async () => {
  opened = await openDeskWindow(['patients', 'notes', 'site', 'worklist'], { width: 1440, height: 900 });
  openDemoRoundTheClock(opened.host.info.folder);
  await until('the practice is open', () => (opened.desk.row('site')?.version ?? 0) > 1);
});
beforeEach(() => opened.endCalls());
afterAll(() => opened?.close());

async function inEhr<T extends Resource>(type: T['resourceType'], of = 'subject'): Promise<T[]> {
  const reply = await fetch(`${opened.host.info.clinic!.fhir}/${type}?${of}=Patient/${LINDA}&_count=200`);
  return (((await reply.json()) as Bundle<T>).entry ?? []).flatMap(({ resource }) => resource ?? []);
}
const ours = async (callId: string): Promise<Task[]> =>
  (await inEhr<Task>('Task', 'patient')).filter(({ identifier }) =>
    identifier?.some(({ value }) => value !== undefined && decodeURIComponent(value) === `${callId}/task`),
  );

const write = (label: RegExp | string, text: string) =>
  typeInto(opened.page.getByRole('textbox', { name: label }), text);
const choose = (label: RegExp, option: string) => typeInto(opened.page.getByRole('combobox', { name: label }), option);

/** Linda calls, is answered and verified. */
async function callOfLinda(): Promise<string> {
  const { clinic, page, desk, live } = opened;
  await clinic.call({ number: NUMBER, name: 'CASTELLANO', queue: 'front-desk', tone: 440 });
  await page.getByRole('region', { name: 'Ringing call' }).waitFor();
  await page.keyboard.press('F2');
  await until('talking', () => live()[0]?.state === 'talking');
  const { id } = live()[0]!;
  const reply = await fetch(`${opened.host.info.clinic!.fhir}/Patient/${LINDA}`);
  const { birthDate = '' } = (await reply.json()) as Patient;
  await pressOn(page.getByRole('button', { name: /^L\.? ?C\.? · / }));
  await write('Full name', 'Linda Castellano');
  await write('Birth date', birthDate);
  await page.keyboard.press('Enter');
  await until('the card', () => desk.row('patients', id)?.contextState === 'fresh');
  return id;
}

async function finished(callId: string): Promise<Task> {
  await opened.page.keyboard.press('Control+Enter');
  await until('the note is finished', () => opened.desk.row('notes', callId)?.state === 'finished');
  await until('its lines say sent', () => {
    const items = opened.desk.row('notes', callId)?.items ?? [];
    return items.length === 2 && items.every(({ state }) => state === 'sent');
  });
  const [task, ...more] = await ours(callId);
  expect(more).toEqual([]);
  expect(problemsOf(task!)).toEqual([]);
  return task!;
}

it('a refill is asked for: the prescription is chosen from the chart, and the Task is about it', async () => {
  const { page } = opened;
  const [prescription] = (await inEhr<MedicationRequest>('MedicationRequest')).filter(
    ({ status }) => status === 'active',
  );
  const medication = prescription!.medicationCodeableConcept!.text!;
  const callId = await callOfLinda();
  await tabTo(page.getByRole('radio', { name: 'Scheduling' }));
  for (let tab = 0; tab < 4; tab++) await page.keyboard.press('ArrowRight');
  await write(/What does the caller say/, 'My pills are nearly gone, can you send more to the pharmacy?');
  await write(/Since when/, 'Today');
  await tabTo(page.getByRole('checkbox', { name: 'A refill' }));
  await page.keyboard.press('Space');
  await pressOn(page.getByRole('button', { name: new RegExp(`^${medication}`) }));
  await write(/Pharmacy/, 'Walgreens, Main St');
  await write(/Days of medicine left/, '3');
  await choose(/Outcome/, 'Message');
  await write(/Caller was told/, 'Dr. Lee answers by tomorrow.');
  await tabTo(page.locator('input[name=note-next-step]').first());
  await page.keyboard.press('ArrowRight');
  await until('the step names it', () => page.getByRole('textbox', { name: 'What is to be done' }).inputValue());
  const task = await finished(callId);
  expect(task).toMatchObject({
    description: `Refill: ${medication}`,
    focus: { reference: `MedicationRequest/${prescription!.id}` },
    code: { text: 'Refill request' },
    owner: { display: 'Nurse line' },
  });
  expect(task.input?.map(({ valueString }) => valueString)).toEqual(
    expect.arrayContaining([medication, 'Walgreens, Main St', '3']),
  );
  await page.locator('[data-chart-item=refill][data-state=sent]').waitFor();
});

it('a step of a referral is noted: the Task says where it stands, the order itself is left alone, and the card follows', async () => {
  const { page, desk } = opened;
  const [order] = await inEhr<ServiceRequest>('ServiceRequest');
  const callId = await callOfLinda();
  await tabTo(page.getByRole('radio', { name: 'Scheduling' }));
  for (let tab = 0; tab < 2; tab++) await page.keyboard.press('ArrowRight');
  await write(/What is asked/, 'Has my referral arrived?');
  await choose(/Referral status/, 'Ready');
  await choose(/Outcome/, 'Referral asked');
  await write(/Caller was told/, 'It is ready; we schedule now.');
  await tabTo(page.locator('input[name=note-next-step]').first());
  await page.keyboard.press('ArrowRight');
  const task = await finished(callId);
  expect(task).toMatchObject({
    focus: { reference: `ServiceRequest/${order!.id}` },
    businessStatus: { coding: [{ code: 'ready-to-schedule' }] },
    code: { text: 'Referral' },
  });
  expect((await inEhr<ServiceRequest>('ServiceRequest'))[0]).toEqual(order);
  await opened.endCalls();
  const next = await callOfLinda();
  expect(desk.row('patients', next)?.context?.referrals).toMatchObject([{ state: 'readyToSchedule' }]);
});

// The adapter against the embedded EHR over real HTTP: every method of the port, and that what is written is valid FHIR,
// is written once, and names the patient in no log line.
import { validateResource } from '@medplum/core';
import type { Communication, Resource, Task } from '@medplum/fhirtypes';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openFhir } from '../../electron/adapters/fhir/fhir-adapter.ts';
import { communicationOf, documentOf, noteText } from '../../electron/adapters/fhir/project.ts';
import { stepAsCommunication, taskOf } from '../../electron/adapters/fhir/project-step.ts';
import { startClinicEhr } from '../../electron/clinic/ehr/server.ts';
import type { ClinicEhr } from '../../electron/clinic/ehr/server.ts';
import { CALLER_ROSTER, UNKNOWN_CALLERS } from '../../electron/clinic/roster.ts';
import type { EhrPort, EhrWrite } from '../../electron/ports/ehr.ts';
import { matchCaller } from '../../shared/domain/patient/match.ts';
import { PatientContext, PatientId, PatientRecord } from '../../shared/domain/patient/types.ts';
import { E164 } from '../../shared/domain/phone-number/e164.ts';
import { MARIA, collectingLog, sampleWrite } from './samples.ts';

const TODAY = new Date('2026-11-20T18:00:00Z'); // a Friday morning in Seattle
const log = collectingLog();
let clinic: ClinicEhr;
let ehr: EhrPort;

beforeAll(async () => {
  clinic = await startClinicEhr({ port: 0, seed: 3, today: TODAY });
});
beforeEach(() => {
  clinic.setFault('none');
  ehr = openFhir({ baseUrl: clinic.url, timeZone: 'America/Los_Angeles', log });
});
afterAll(() => clinic.close());

async function value<T>(result: Promise<{ ok: true; value: T } | { ok: false; error: unknown }>): Promise<T> {
  const settled = await result;
  if (!settled.ok) throw new Error(JSON.stringify(settled.error));
  return settled.value;
}
async function stored<T extends Resource>(type: T['resourceType'], id: string): Promise<T[]> {
  const query = new URLSearchParams({ identifier: `https://frontdesk.example/fhir/identifier/write|${id}` });
  const bundle = (await (await fetch(`${clinic.url}/${type}?${query}`)).json()) as { entry?: { resource: T }[] };
  return (bundle.entry ?? []).map(({ resource }) => resource);
}

describe('connecting', () => {
  it('reads what the server can do', async () => {
    const profile = await value(ehr.connect());
    expect([profile.software, profile.bundle, profile.visitsOfPatient, profile.visitsByDay]).toEqual([
      ...['Frontdesk embedded clinic', 'batch', 'patient', true],
    ]);
    expect(profile.phoneSearch('Patient')).toEqual({ parameter: 'phone', or: true });
    for (const type of ['Communication', 'Task', 'DocumentReference'])
      expect([profile.canCreate(type), profile.conditionalCreate(type)]).toEqual([true, true]);
    expect(ehr.profile()).toBe(profile);
  });
});

describe('finding patients', () => {
  it('finds every caller of the roster by number, households whole, and the unknown ones not', async () => {
    for (const { id, e164, sharedWith } of CALLER_ROSTER) {
      const number = E164.parse(e164);
      const found = await value(ehr.findByPhone(number));
      found.forEach((record) => PatientRecord.parse(record));
      const match = matchCaller(number, found);
      const people = match.kind === 'household' ? match.patients : match.kind === 'one' ? [match.patient] : [];
      expect(new Set(people.map((one) => String(one.id)))).toEqual(
        new Set([id, ...(sharedWith ?? [])].map((one) => `patient-${one}`)),
      );
    }
    for (const number of UNKNOWN_CALLERS) expect(await value(ehr.findByPhone(E164.parse(number)))).toEqual([]);
  });

  it('brings guardians along', async () => {
    const found = await value(ehr.findByPhone(E164.parse('+12065550142')));
    const grace = found.find(({ given }) => given === 'Grace');
    expect(grace?.relatives).toEqual([
      { name: 'Denise Okafor', relationship: 'Mother', phones: ['(206) 555-0142'], guardian: true },
      { name: 'Samuel Okafor', relationship: 'Father', phones: ['206.555.0142'], guardian: true },
    ]);
  });

  it('tells who may speak for a grown patient from who is listed as a guardian', async () => {
    const patient = { reference: `Patient/${MARIA}` };
    const system = 'http://terminology.hl7.org/CodeSystem/v3-RoleCode';
    for (const [family, code] of [
      ['Attorney', 'HPOWATT'],
      ['Guardian', 'GUARD'],
    ] as const)
      await fetch(`${clinic.url}/RelatedPerson`, {
        method: 'POST',
        headers: { 'content-type': 'application/fhir+json' },
        body: JSON.stringify({
          resourceType: 'RelatedPerson',
          ...{ patient, name: [{ given: ['Ines'], family }], relationship: [{ coding: [{ system, code }] }] },
        }),
      });
    const [maria] = await value(ehr.findByName('maria gonzalez', '3/14/1979'));
    const may = maria?.relatives.map(({ name, guardian, representative }) => [name, guardian, representative === true]);
    expect(may?.sort()).toEqual([
      ['Ines Attorney', true, true],
      ['Ines Guardian', true, false],
    ]);
  });

  it('finds by name, in any order and without accents, and by birth date as typed', async () => {
    for (const [name, born] of [
      ['maria gonzalez', '3/14/1979'],
      ['González, María', '03-14-79'],
      ['gonz', 'March 14, 1979'],
    ] as const)
      expect((await value(ehr.findByName(name, born))).map(({ mrn }) => mrn)).toEqual(['RF-100200']);
    expect(await value(ehr.findByName('maria gonzalez', '3/15/1979'))).toEqual([]);
    expect(await ehr.findByName('maria', 'soon')).toMatchObject({ ok: false, error: { code: 'invalidInput' } });
    expect(await value(ehr.findByName('okafor|x, $y'))).toEqual([]);
  });
});

describe("a patient's card", () => {
  it('holds everything for every caller of the roster', async () => {
    for (const { id, needs = [], given } of CALLER_ROSTER) {
      const card = PatientContext.parse(await value(ehr.readContext(PatientId.parse(`patient-${id}`), TODAY)));
      expect(card.missing).toEqual([]);
      expect(card.name).toContain(given);
      if (needs.includes('appointment-tomorrow')) expect(card.nextVisit?.status).toBe('booked');
      if (needs.includes('appointment-last-month')) expect(card.lastVisit).toBeDefined();
      if (needs.includes('coverage-active')) expect(card.coverage).toMatchObject([{ status: 'active' }]);
      if (needs.includes('coverage-ended')) expect(card.coverage[0]).toMatchObject({ status: 'inactive' });
      if (needs.includes('referral-pending')) expect(card.referrals).toMatchObject([{ state: 'pendingReview' }]);
      if (needs.includes('refill-due')) expect(card.refills.map(({ left }) => left)).toEqual([0, 2]);
      if (needs.includes('flag')) expect(card.flags).toHaveLength(1);
      if (needs.includes('open-task')) expect(card.tasks[0]?.owner).toBeTruthy();
    }
  });

  it('knows visits, language and age as of now', async () => {
    const card = await value(ehr.readContext(MARIA, TODAY));
    expect(card).toMatchObject({ language: 'es', interpreterNeeded: true, age: 47, mrn: 'RF-100200' });
    expect(Date.parse(card.nextVisit?.start ?? '')).toBeGreaterThan(TODAY.getTime());
    const later = await value(ehr.readContext(MARIA, new Date('2028-01-01T00:00:00Z')));
    expect(later.nextVisit).toBeUndefined();
    expect(later.noShows12Months).toBe(0);
  });

  it('says when there is no such patient', async () => {
    const nobody = await ehr.readContext(PatientId.parse('nobody'), TODAY);
    expect(nobody).toMatchObject({ ok: false, error: { code: 'ehrNotFound' } });
  });
});

describe('writing', () => {
  it('writes call and next step as Communication and Task, and both come back on the card', async () => {
    const call = await value(ehr.write(sampleWrite('call-1', 'communication')));
    const step = await value(ehr.write(sampleWrite('call-1', 'task')));
    expect(call).toMatchObject({ state: 'sent', reference: expect.stringMatching(/^Communication\/./) });
    expect(step).toMatchObject({ state: 'sent', reference: expect.stringMatching(/^Task\/./) });
    const [communication] = await stored<Communication>('Communication', 'call-1/communication');
    expect(communication).toMatchObject({
      status: 'completed',
      subject: { reference: `Patient/${MARIA}` },
      sent: '2026-11-21T17:00:00.000Z',
      received: '2026-11-21T17:05:00.000Z',
      medium: [{ coding: [{ code: 'PHONE' }] }],
      reasonCode: [{ coding: [{ code: 'callback' }], text: 'Call back promised' }],
    });
    expect(communication?.payload?.[0]?.contentString).toContain('the car broke down.\nAny morning.');
    const [task] = await stored<Task>('Task', 'call-1/task');
    expect(task).toMatchObject({
      intent: 'order',
      for: { reference: `Patient/${MARIA}` },
      owner: { display: 'Front desk' },
      description: 'Call back with two mornings',
      restriction: { period: { end: '2026-11-23T17:00:00-08:00' } },
      focus: { type: 'Communication', identifier: { value: 'call-1/communication' } },
    });
    const card = await value(ehr.readContext(MARIA, new Date('2026-11-21T18:00:00Z')));
    expect(card.tasks.map(({ text }) => text)).toContain('Call back with two mornings');
    expect(card.recent[0]?.text).toContain('Call back promised');
  });

  it('writes once, however often and however it is asked', async () => {
    const write = sampleWrite('call,2|$\\', 'task');
    const again: EhrWrite = { ...write, lookFirst: true };
    const all = await Promise.all([write, write, again].map((one) => value(ehr.write(one))));
    all.push(await value(ehr.write(again)));
    expect(new Set(all.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(await stored('Task', 'call%2C2%7C%24%5C/task')).toHaveLength(1);
  });

  it('is valid FHIR R4 in every shape, also with empty, odd and huge texts', () => {
    const base = sampleWrite('call-3', 'task');
    const { patientId: _patientId, finishedAt: _finishedAt, ...anonymous } = base.note;
    const { category: _category, outcome: _outcome, ...content } = base.note.content;
    const odd: EhrWrite = {
      ...base,
      authorName: '',
      categoryLabel: ' ',
      outcomeLabel: '',
      note: {
        ...anonymous,
        content: {
          ...content,
          category: ' two  spaces ',
          words: '\u0000\u202e<b>',
          fields: { x: '' },
          told: 'x'.repeat(5000),
        },
        emergency: [{ at: 1, step: 'heard', text: 'chest \u0007pain' }],
      },
    };
    for (const write of [base, odd]) {
      const step = { text: '\u0000', owner: '', due: write === odd ? 'some day' : '2026-11-23' };
      const shapes = [
        communicationOf(write),
        stepAsCommunication(write, step),
        taskOf(write, step, 'Communication'),
        taskOf(write, step, undefined),
        documentOf(write, noteText(write)),
      ];
      for (const resource of shapes) expect(validateResource(resource).map(({ details }) => details?.text)).toEqual([]);
    }
    expect(taskOf(odd, { text: 'x', owner: 'y', due: '' }, undefined).priority).toBe('urgent');
  });
});

describe('privacy', () => {
  it('leaves no name, number, id or address in the log, whatever fails', async () => {
    const hasty = openFhir({ baseUrl: clinic.url, log, deadlineMs: 400, retryDelayMs: 1 });
    await value(hasty.connect());
    for (const fault of ['html', 'down', 'slow'] as const) {
      clinic.setFault(fault);
      const answers = await Promise.all([
        hasty.findByPhone(E164.parse('+12065550142')),
        hasty.findByName('Okafor', '1984-09-05'),
        hasty.readContext(MARIA, TODAY),
        hasty.write(sampleWrite('call-4', 'communication')),
      ]);
      expect(answers.every(({ ok }) => !ok)).toBe(true);
      log.lines.push(JSON.stringify(answers));
    }
    expect(log.lines.length).toBeGreaterThan(8);
    expect(log.lines.join('\n')).not.toMatch(/okafor|maria|555|1984|127\.0\.0\.1|call-4|car broke/i);
  });
});

import { describe, expect, it } from 'vitest';
import { REFERRAL_STATE_SYSTEM, WRITE_ID_SYSTEM } from '../../../shared/domain/ehr-codes/ehr-codes.ts';
import type { CardPart, PatientContext } from '../../../shared/domain/patient/types.ts';
import { contextOf, factsOf } from './context-map.ts';
import type { Arrival, ContextAnswer } from './context-requests.ts';
import type { AnyResource } from './shapes.ts';

const NOW = new Date('2026-11-20T18:00:00Z');
const ZONE = 'America/Los_Angeles';
const EMPTY: ContextAnswer['parts'] = {
  visits: [],
  coverage: [],
  referrals: [],
  refills: [],
  flags: [],
  tasks: [],
  recent: [],
  team: [],
};
const patient = { resourceType: 'Patient', id: 'p1', birthDate: '1979-11-20', name: [{ text: 'María José Pérez' }] };
let next = 0;
const resource = (resourceType: string, fields: object): AnyResource => ({ resourceType, id: `r${next++}`, ...fields });
const visit = (status: string, start: string): AnyResource => resource('Appointment', { status, start });

function card(parts: Partial<Record<CardPart, Arrival>>): PatientContext {
  const result = contextOf({ patient, parts: { ...EMPTY, ...parts } }, NOW, ZONE);
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

describe('visits', () => {
  it('picks the next that stands and the last that happened', () => {
    const { nextVisit, lastVisit, noShows12Months } = card({
      visits: [
        visit('cancelled', '2026-11-21T18:00:00Z'),
        visit('booked', '2026-11-25T10:00:00-08:00'),
        visit('booked', '2026-11-24T18:00:00Z'),
        visit('fulfilled', '2026-10-01T18:00:00Z'),
        visit('noshow', '2026-11-01T18:00:00Z'),
        visit('noshow', '2025-11-01T18:00:00Z'),
        visit('entered-in-error', '2026-11-20T19:00:00Z'),
        visit('booked', 'whenever'),
      ],
    });
    expect(nextVisit?.start).toBe('2026-11-24T18:00:00Z');
    expect(lastVisit?.start).toBe('2026-10-01T18:00:00Z');
    expect(noShows12Months).toBe(1);
  });
});

describe('coverage', () => {
  it('ends with its period, whatever its status says', () => {
    const coverage = (status: string, end?: string) =>
      resource('Coverage', { status, period: { end }, payor: [{ display: 'Plan' }] });
    const { coverage: all } = card({
      coverage: [
        coverage('cancelled', '2026-01-01'),
        coverage('active', '2026-11-19'),
        coverage('active'),
        coverage('draft'),
      ],
    });
    expect(all).toEqual([
      { payer: 'Plan', status: 'active' },
      { payer: 'Plan', status: 'inactive', until: '2026-11-19' },
      { payer: 'Plan', status: 'inactive', until: '2026-01-01' },
    ]);
  });
});

describe('referrals and tasks', () => {
  const referral = (id: string, status: string): AnyResource => ({
    resourceType: 'ServiceRequest',
    id,
    status,
    code: { text: 'Referral to Cardiology' },
    performerType: { text: 'Cardiology' },
    authoredOn: '2026-11-01T10:00:00Z',
  });

  it('reads the state from the tracking task, else from the order, and shows the task only once', () => {
    const tracking = resource('Task', {
      status: 'ready',
      focus: { reference: 'ServiceRequest/a' },
      businessStatus: { coding: [{ system: REFERRAL_STATE_SYSTEM, code: 'ready-to-schedule' }] },
    });
    const late = resource('Task', {
      status: 'requested',
      description: 'Later',
      restriction: { period: { end: '2026-12-01' } },
    });
    const soon = resource('Task', {
      status: 'requested',
      description: 'Soon',
      restriction: { period: { end: '2026-11-21' } },
    });
    const done = resource('Task', { status: 'completed', description: 'Done' });
    const blood = resource('ServiceRequest', { status: 'active', code: { text: 'Blood count' } });
    const { referrals, tasks } = card({
      referrals: [
        referral('a', 'active'),
        referral('b', 'draft'),
        referral('c', 'on-hold'),
        referral('d', 'completed'),
        blood,
      ],
      tasks: [tracking, late, soon, done],
    });
    expect(referrals.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'a readyToSchedule',
      'b missing',
      'c pendingReview',
    ]);
    expect(referrals[0]).toMatchObject({ specialty: 'Cardiology', since: '2026-11-01' });
    expect(tasks.map(({ text }) => text)).toEqual(['Soon', 'Later']);
  });
});

describe('the rest', () => {
  it('turns a birthday over in the practice’s zone', () => {
    expect(card({}).age).toBe(47);
    const dayBefore = contextOf({ patient, parts: EMPTY }, new Date('2026-11-20T07:00:00Z'), ZONE);
    expect(dayBefore).toMatchObject({ ok: true, value: { age: 46, name: 'María José Pérez' } });
  });

  it('names the doctor of their own first, then the care team, each once, and nobody of the family', () => {
    const member = (reference: string, display: string, role?: string) => ({
      member: { reference, display },
      ...(role ? { role: [{ text: role }] } : {}),
    });
    const team = resource('CareTeam', {
      status: 'active',
      participant: [
        member('Practitioner/1', 'Dr. Lee', 'Family medicine'),
        member('Patient/p1', 'María José Pérez'),
        member('RelatedPerson/2', 'Her son'),
        member('Practitioner/3', 'Ana R.', 'Care manager'),
      ],
    });
    const over = resource('CareTeam', { status: 'inactive', participant: [member('Practitioner/9', 'Dr. Gone')] });
    const withDoctor = { ...patient, generalPractitioner: [{ reference: 'Practitioner/1', display: 'Dr. Lee' }] };
    const answer = contextOf({ patient: withDoctor, parts: { ...EMPTY, team: [team, over] } }, NOW, ZONE);
    expect(answer.ok && answer.value.team).toEqual([
      { name: 'Dr. Lee', role: 'Family medicine', isMain: true },
      { name: 'Ana R.', role: 'Care manager', isMain: false },
    ]);
    // A server that knows no care teams still knows the doctor of their own.
    const without = contextOf({ patient: withDoctor, parts: { ...EMPTY, team: 'missing' } }, NOW, ZONE);
    expect(without.ok && [without.value.team, without.value.missing]).toEqual([
      [{ name: 'Dr. Lee', isMain: true }],
      [],
    ]);
  });

  it('says that the chart is shut as soon as the patient is there', () => {
    const security = [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' }];
    const shut = { ...patient, meta: { security } };
    expect(factsOf({ patient: shut, parts: { ...EMPTY, flags: 'waiting' } }, NOW, ZONE).restricted).toBe(true);
    expect(card({})).not.toHaveProperty('restricted');
  });

  it('of a card that is still coming, shows a referral only once its tasks say where it stands', () => {
    const referral = resource('ServiceRequest', {
      status: 'active',
      authoredOn: '2026-11-01',
      code: { text: 'Referral' },
    });
    const parts = { ...EMPTY, referrals: [referral], tasks: 'waiting', team: 'waiting' } as const;
    const soFar = factsOf({ patient: undefined, parts }, NOW, ZONE);
    expect([soFar.referrals, soFar.waiting]).toEqual([[], ['referrals', 'tasks', 'team']]);
    const later = factsOf({ patient, parts: { ...parts, tasks: 'missing' } }, NOW, ZONE);
    expect([later.referrals.length, later.waiting, later.missing]).toEqual([1, ['team'], ['tasks']]);
  });

  it('knows which contact is a note of ours, and of which call', () => {
    const ours = (value: string) => [{ system: WRITE_ID_SYSTEM, value }];
    const contact = (identifier: object[]) =>
      resource('Communication', {
        status: 'completed',
        sent: '2026-11-01',
        payload: [{ contentString: 'x' }],
        identifier,
      });
    const { recent } = card({
      recent: [
        contact(ours('c%201@x/communication')),
        contact(ours('c2/communication/5')),
        contact(ours('c3/task')),
        contact([{ system: 'other', value: 'c4/communication' }]),
      ],
    });
    expect(recent.map(({ callId }) => callId)).toEqual(['c 1@x', 'c2', undefined, undefined]);
  });

  it('names what is missing instead of showing it as empty', () => {
    expect(card({ flags: 'missing', tasks: 'missing' }).missing).toEqual(['flags', 'tasks']);
  });

  it('shows contacts newest first, one line each', () => {
    const contact = (sent: string, text: string) =>
      resource('Communication', {
        status: 'completed',
        sent,
        payload: [{ contentString: text }],
        reasonCode: [{ text: 'Done' }],
      });
    const { recent } = card({ recent: [contact('2026-11-01', 'old'), contact('2026-11-19T10:00:00Z', 'new\n line')] });
    expect(recent.map(({ text }) => text)).toEqual(['Done: new · line', 'Done: old']);
  });

  it('reads contacts from encounters by phone and video, and no visit in person, however the vendor codes them', () => {
    const VR = { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'VR' };
    let hour = 10;
    const encounter = (fields: object) =>
      resource('Encounter', { status: 'finished', period: { start: `2026-11-19T${hour++}:00:00Z` }, ...fields });
    const lee = { individual: { display: 'Dr. Lee' } };
    const { recent } = card({
      recent: [
        encounter({
          class: VR,
          type: [{ text: 'Telephone encounter' }],
          participant: [lee],
          reasonCode: [{ text: 'Cough' }],
        }),
        encounter({ class: { code: '13', display: 'Support' }, type: [{ coding: [{ display: 'Telephone' }] }] }),
        encounter({ class: VR, type: [{ text: 'Video Visit' }] }),
        encounter({ class: VR, type: [{ text: 'Medication advice' }] }),
        encounter({ class: { code: 'AMB' }, type: [{ text: 'Office visit' }], reasonCode: [{ text: 'Cough' }] }),
        encounter({ class: VR, status: 'cancelled' }),
        encounter({ class: VR, status: 'planned' }),
        encounter({ class: VR, period: {} }),
        encounter({ class: 7, type: 'Telephone' }),
      ],
    });
    expect(recent.map(({ by, text }) => [by, text])).toEqual([
      ['virtual', 'Medication advice'],
      ['video', ''],
      ['phone', ''],
      ['phone', 'Cough · Dr. Lee'],
    ]);
  });

  it('says of a contact that is a message and an encounter once what the message says, and whose note an encounter is', () => {
    const encounter = (fields: object) =>
      resource('Encounter', { status: 'finished', class: { code: 'VR' }, period: { start: '2026-11-19' }, ...fields });
    const [there, ours] = [
      encounter({}),
      encounter({ identifier: [{ system: WRITE_ID_SYSTEM, value: 'c5/communication' }] }),
    ];
    const message = resource('Communication', {
      ...{ status: 'completed', sent: '2026-11-18', payload: [{ contentString: 'Asked for a form' }] },
      encounter: { reference: `https://ehr.test/fhir/Encounter/${there.id}` },
    });
    expect(card({ recent: [there, ours, message] }).recent).toEqual([
      { at: '2026-11-19', text: '', by: 'virtual', callId: 'c5' },
      { at: '2026-11-18', text: 'Asked for a form' },
    ]);
  });

  it('has of a prescription what tells it from another of its name, and none that was stopped', () => {
    const metformin = (fields: object) =>
      resource('MedicationRequest', { status: 'active', medicationCodeableConcept: { text: 'Metformin' }, ...fields });
    const coded = {
      text: 'Metformin',
      coding: [{ display: 'Metformin' }, { display: 'metformin 500 MG Oral Tablet' }],
    };
    const { refills } = card({
      refills: [
        metformin({
          ...{ medicationCodeableConcept: coded, authoredOn: '2026-11-02T10:00:00-08:00' },
          ...{ requester: { display: 'Dr. Lee' }, dosageInstruction: [{ timing: {} }, { text: 'one\n twice a day' }] },
        }),
        metformin({ authoredOn: 'lately', dosageInstruction: 'odd' }),
        metformin({ status: 'stopped', authoredOn: '2026-01-01' }),
      ],
    });
    const [first, second, ...more] = refills;
    const details = { strength: '500 MG Oral Tablet', dose: 'one twice a day', prescriber: 'Dr. Lee' };
    expect(first).toMatchObject({ medication: 'Metformin', written: '2026-11-02', ...details });
    expect(Object.keys(second ?? {})).toEqual(['id', 'medication', 'left']);
    expect(more).toEqual([]);
  });

  it('counts a prescription without repeats as none left', () => {
    const meds = [resource('MedicationRequest', { status: 'active', medicationReference: { display: 'Lisinopril' } })];
    expect(card({ refills: meds }).refills).toMatchObject([{ medication: 'Lisinopril', left: 0 }]);
  });
});

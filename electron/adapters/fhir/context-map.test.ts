import { describe, expect, it } from 'vitest';
import { REFERRAL_STATE_SYSTEM } from '../../../shared/domain/ehr-codes/ehr-codes.ts';
import type { PatientContext } from '../../../shared/domain/patient/types.ts';
import { contextOf } from './context-map.ts';
import type { ContextAnswer, Part } from './context-requests.ts';
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
};
const patient = { resourceType: 'Patient', id: 'p1', birthDate: '1979-11-20', name: [{ text: 'María José Pérez' }] };
let next = 0;
const resource = (resourceType: string, fields: object): AnyResource => ({ resourceType, id: `r${next++}`, ...fields });
const visit = (status: string, start: string): AnyResource => resource('Appointment', { status, start });

function card(parts: Partial<Record<Part, readonly AnyResource[] | undefined>>): PatientContext {
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

  it('names what is missing instead of showing it as empty', () => {
    expect(card({ flags: undefined, tasks: undefined }).missing).toEqual(['flags', 'tasks']);
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

  it('counts a prescription without repeats as none left', () => {
    const meds = [resource('MedicationRequest', { status: 'active', medicationReference: { display: 'Lisinopril' } })];
    expect(card({ refills: meds }).refills).toMatchObject([{ medication: 'Lisinopril', left: 0 }]);
  });
});

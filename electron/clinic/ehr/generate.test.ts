import { validateResource } from '@medplum/core';
import type { Appointment, Patient, RelatedPerson, Resource, Slot, Task } from '@medplum/fhirtypes';
import { beforeAll, describe, expect, it } from 'vitest';
import { REFERRAL_STATE_BY_CODE } from '../../../shared/domain/ehr-codes/ehr-codes.ts';
import { normalise } from '../../../shared/domain/phone-number/phone-number.ts';
import { CALLER_ROSTER, UNKNOWN_CALLERS, birthDateOf } from '../roster.ts';
import { loadR4Definitions } from './definitions.ts';
import { generatePractice } from './generate.ts';

const TODAY = new Date('2025-11-21T18:30:00Z');
const practice = generatePractice({ seed: 7, today: TODAY });
const all = <T extends Resource>(type: T['resourceType']): T[] =>
  practice.filter((resource): resource is T => resource.resourceType === type);
const patients = all<Patient>('Patient');
const phonesOf = (resource: Patient | RelatedPerson): string[] =>
  (resource.telecom ?? []).flatMap(({ value }) => (value === undefined ? [] : [value]));

function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'reference' && typeof inner === 'string' ? [inner] : referencesIn(inner),
  );
}

describe('the generated practice', () => {
  beforeAll(loadR4Definitions);

  it('is the same for the same seed and day, and another one for another seed', () => {
    expect(generatePractice({ seed: 7, today: TODAY })).toEqual(practice);
    expect(generatePractice({ seed: 8, today: TODAY })).not.toEqual(practice);
  });

  it('is valid FHIR R4, says that it is made up, and points only to what is there', () => {
    const known = new Set(practice.map(({ resourceType, id }) => `${resourceType}/${id}`));
    expect(known.size).toBe(practice.length);
    for (const resource of practice) {
      expect(() => validateResource(resource), `${resource.resourceType}/${resource.id}`).not.toThrow();
      expect(resource.meta?.security?.some(({ code }) => code === 'HTEST')).toBe(true);
      expect(resource.meta?.tag?.some(({ code }) => code === 'synthetic')).toBe(true);
      for (const reference of referencesIn(resource)) expect(known).toContain(reference);
    }
  });

  it('has enough people: at least 200, households on one phone, children with guardians, several languages', () => {
    expect(patients.length).toBeGreaterThanOrEqual(200);
    const byPhone = new Map<string, number>();
    for (const patient of patients)
      for (const phone of new Set(phonesOf(patient).map((text) => normalise(text) ?? '')))
        byPhone.set(phone, (byPhone.get(phone) ?? 0) + 1);
    expect([...byPhone.values()].filter((count) => count > 1).length).toBeGreaterThan(20);
    expect(byPhone.has('')).toBe(false);
    expect(all('RelatedPerson').length).toBeGreaterThan(30);
    const languages = new Set(patients.map((patient) => patient.communication?.[0]?.language.coding?.[0]?.code));
    expect(languages.size).toBeGreaterThan(3);
    expect(patients.some((patient) => patient.extension)).toBe(true);
  });

  it('makes every caller of the roster a patient with that number as typed, and nobody of the unknown ones', () => {
    for (const entry of CALLER_ROSTER) {
      const patient = patients.find(({ id }) => id === `patient-${entry.id}`);
      expect(patient?.birthDate).toBe(birthDateOf(entry, TODAY));
      expect(phonesOf(patient as Patient)).toContain(entry.onFile);
    }
    const onFile = new Set(
      [...patients, ...all<RelatedPerson>('RelatedPerson')].flatMap(phonesOf).map((p) => normalise(p)),
    );
    for (const number of UNKNOWN_CALLERS) expect(onFile).not.toContain(number);
    const callers = new Set<string | undefined>(CALLER_ROSTER.map(({ e164 }) => e164));
    const invented = patients.filter(({ id }) => /^patient-\d/.test(id ?? ''));
    for (const phone of invented.flatMap(phonesOf)) expect(callers).not.toContain(normalise(phone));
  });

  it('keeps the promises of the roster', () => {
    const of = (type: Resource['resourceType'], id: string): Resource[] =>
      practice.filter((r) => r.resourceType === type && referencesIn(r).includes(`Patient/patient-${id}`));
    for (const { id, needs = [] } of CALLER_ROSTER) {
      if (needs.includes('refill-due')) expect(of('MedicationRequest', id)).not.toHaveLength(0);
      if (needs.includes('open-task')) expect(of('Task', id)).not.toHaveLength(0);
      if (needs.includes('flag')) expect(of('Flag', id)).not.toHaveLength(0);
      if (needs.includes('referral-pending')) expect(of('ServiceRequest', id)).not.toHaveLength(0);
      if (needs.includes('coverage-active')) expect(of('Coverage', id)).toMatchObject([{ status: 'active' }]);
      if (needs.includes('coverage-ended')) expect(of('Coverage', id)).toMatchObject([{ status: 'cancelled' }]);
      if (needs.includes('appointment-tomorrow')) {
        const days = of('Appointment', id).map((visit) => (visit as Appointment).start?.slice(0, 10));
        expect(days.some((day) => day === '2025-11-22' || day === '2025-11-23')).toBe(true);
      }
    }
  });

  it('has referrals in all four states and visits of every outcome around today, no provider twice at a time', () => {
    const states = new Set(all<Task>('Task').flatMap((task) => task.businessStatus?.coding?.[0]?.code ?? []));
    expect([...states].sort()).toEqual(Object.keys(REFERRAL_STATE_BY_CODE).sort());
    const visits = all<Appointment>('Appointment');
    expect(new Set(visits.map(({ status }) => status))).toEqual(
      new Set(['booked', 'arrived', 'fulfilled', 'noshow', 'cancelled']),
    );
    for (const { status, start = '' } of visits)
      if (status === 'booked') expect(new Date(start).getTime()).toBeGreaterThan(TODAY.getTime());
      else if (status !== 'cancelled') expect(new Date(start).getTime()).toBeLessThanOrEqual(TODAY.getTime() + 600_000);
    const times = visits.map(({ start, participant }) => `${participant[1]?.actor?.reference} ${start}`);
    expect(new Set(times).size).toBe(times.length);
  });

  it('has slots in office hours only, each once, and those of booked visits are taken', () => {
    const slots = all<Slot>('Slot');
    const visits = all<Appointment>('Appointment');
    expect(slots.length).toBeLessThan(2000);
    const busy = slots.filter(({ status }) => status === 'busy').map(({ id }) => `Slot/${id}`);
    expect(busy.length).toBeGreaterThan(10);
    expect(new Set(visits.flatMap(({ slot = [] }) => slot.map(({ reference }) => reference)))).toEqual(new Set(busy));
    for (const { schedule, start, end } of slots) {
      const local = new Date(start).toLocaleTimeString('en-GB', { timeZone: 'America/Los_Angeles' });
      expect(local >= '08:20:00' && local < '17:00:00', local).toBe(true);
      expect(Date.parse(end) - Date.parse(start)).toBe(20 * 60_000);
      expect(Date.parse(start)).toBeGreaterThan(TODAY.getTime());
      expect(schedule.reference).toMatch(/^Schedule\/schedule-/);
    }
  });
});

// Odd patients, as real charts have them: each is found as what it is, and costs nobody else anything.
import { afterEach, describe, expect, it } from 'vitest';
import { openFhir } from '../../electron/adapters/fhir/fhir-adapter.ts';
import type { EhrPort } from '../../electron/ports/ehr.ts';
import { candidateOf, matchCaller } from '../../shared/domain/patient/match.ts';
import { numbersOf } from '../../shared/domain/patient/phone-index.ts';
import { PatientId } from '../../shared/domain/patient/types.ts';
import type { PatientRecord } from '../../shared/domain/patient/types.ts';
import { E164 } from '../../shared/domain/phone-number/e164.ts';
import type { Result } from '../../shared/result/result.ts';
import { bundle, json, outcome, standIn } from './stand-in.ts';
import { capabilityOf } from './strict.ts';
import { ATHENA_LIKE, MEDPLUM_LIKE } from './vendors.ts';
import type { Vendor } from './strict.ts';

const NUMBER = E164.parse('+12065550101');
const TODAY = '2026-11-20';
const closing: (() => Promise<void>)[] = [];
afterEach(async () => void (await Promise.all(closing.splice(0).map((close) => close()))));

interface Chart {
  readonly resourceType: string;
  readonly id: string;
}
const patient = (id: string, fields: object = {}): Chart & object => ({
  ...{ resourceType: 'Patient', id },
  ...{ name: [{ family: 'Okafor', given: ['Ada'] }], birthDate: '1979-11-20' },
  ...{ telecom: [{ system: 'phone', value: '206 555 0101' }] },
  ...fields,
});

/** A server with these charts: any search finds those in `found`, each can be read, by id or by `_id`. */
async function server(charts: readonly Chart[], found: readonly object[] = charts, vendor: Vendor = MEDPLUM_LIKE) {
  const far = await standIn(({ method, path, body }, response) => {
    if (path === 'metadata') return json(response, 200, capabilityOf({ ...vendor, bundles: [] }));
    const asked = new URLSearchParams(method === 'POST' ? body : path.split('?')[1]);
    const ids = asked.get('_id')?.split(',');
    if (ids) return json(response, 200, bundle(charts.filter(({ id }) => ids.includes(id))));
    const one = /^Patient\/([^?]+)$/.exec(path)?.[1];
    if (one === undefined || one === '_search')
      return json(response, 200, bundle(path.startsWith('RelatedPerson') ? [] : found));
    const chart = charts.find(({ id }) => id === one);
    json(response, chart ? 200 : 404, chart ?? outcome('not-found'));
  });
  closing.push(() => far.close());
  return { far, ehr: openFhir({ baseUrl: far.url, retryDelayMs: 1 }) };
}
function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
async function only(chart: Chart): Promise<PatientRecord> {
  const { ehr } = await server([chart]);
  const [record, ...others] = valueOf(await ehr.findByPhone(NUMBER));
  expect(others).toEqual([]);
  if (!record) throw new Error('nobody');
  return record;
}
const hints = async (ehr: EhrPort): Promise<string[]> => {
  const match = matchCaller(NUMBER, valueOf(await ehr.findByPhone(NUMBER)));
  const people = match.kind === 'none' ? [] : match.kind === 'one' ? [match.patient] : match.patients;
  return people.map((record) => `${record.id} ${candidateOf(record, TODAY).hint}`);
};

describe('a chart', () => {
  it('without a birth date has no age, and is found', async () => {
    const record = await only(patient('p1', { birthDate: undefined }));
    expect(candidateOf(record, TODAY)).toEqual({ patientId: 'p1', initials: 'AO', sex: 'unknown', hint: 'patient' });
  });

  it.each([
    ['1979', undefined],
    ['1979-10', 47],
    ['1979-11-20', 47],
    ['1979-11-21', 46],
    ['20.11.1979', undefined],
  ])('born %s has the age that is sure, or none', async (birthDate, age) => {
    expect(candidateOf(await only(patient('p1', { birthDate })), TODAY).age).toBe(age);
  });

  it('with twelve numbers is found by each', async () => {
    const telecom = Array.from({ length: 12 }, (_, index) => ({
      value: `(206) 555-01${String(index + 1).padStart(2, '0')}`,
    }));
    const record = await only(patient('p1', { telecom }));
    expect(numbersOf(record, 'US')).toHaveLength(12);
    for (const number of numbersOf(record, 'US')) expect(matchCaller(number, [record]).kind).toBe('one');
  });

  it('with a script for a name is that text, and nothing runs or breaks', async () => {
    const record = await only(
      patient('p1', { name: [{ family: '<script>alert(1)</script>', given: ['"; DROP TABLE', 7, '\u202e'] }] }),
    );
    expect(record.family).toBe('<script>alert(1)</script>');
    expect(candidateOf(record, TODAY).initials).toMatch(/^[A-Z]{1,2}$/);
  });

  it.each([
    [{ meta: { tag: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code: 'HTEST' }] } }, true],
    [{ name: [{ family: 'ZZTest', given: ['Ada'] }] }, true],
    [{ name: [{ family: 'Test', given: ['Patient'] }] }, true],
    [{ name: [{ family: 'Testa', given: ['Maria'] }] }, undefined],
    [{ name: [{ family: 'Zzyzx', given: ['Ada'] }] }, undefined],
  ])('made for testing is known as that: %j', async (fields, test) => {
    expect((await only(patient('p1', fields))).test).toBe(test);
  });
});

describe('whoever cannot be calling', () => {
  it('stands last and says why at once', async () => {
    const { ehr } = await server([
      patient('dead', { deceasedDateTime: '2020', birthDate: '1920-01-01' }),
      patient('test', { name: [{ family: 'ZZTest' }], birthDate: '1900-01-01' }),
      patient('gone', { deceasedBoolean: true, birthDate: '1930-01-01' }),
      patient('alive', { birthDate: '1990-01-01' }),
    ]);
    expect(await hints(ehr)).toEqual(['alive patient', 'test test', 'dead deceased', 'gone deceased']);
  });
});

describe('a merged chart', () => {
  const merged = (id: string, into: string) =>
    patient(id, { active: false, link: [{ type: 'replaced-by', other: { reference: `Patient/${into}` } }] });

  it('is the one it became part of, over several merges, once', async () => {
    const charts = [merged('a', 'b'), merged('b', 'c'), patient('c'), merged('d', 'c')];
    const { ehr } = await server(charts, [charts[0]!, charts[3]!, patient('x')]);
    const found = valueOf(await ehr.findByPhone(NUMBER));
    expect(found.map(({ id }) => String(id)).sort()).toEqual(['c', 'x']);
    expect(found.find(({ id }) => id === 'c')?.mergedFrom).toEqual(['a', 'd', 'b']);
  });

  it('in a circle, or into nothing, ends', async () => {
    const circle = [merged('a', 'b'), merged('b', 'a'), merged('lost', 'nowhere'), patient('p')];
    const { ehr } = await server(circle);
    expect(valueOf(await ehr.findByPhone(NUMBER)).map(({ id }) => String(id))).toEqual(['p']);
  });
});

describe('by id', () => {
  const ids = (...names: string[]) => names.map((name) => PatientId.parse(name));
  it.each([
    ['in one request', MEDPLUM_LIKE, 1],
    ['one by one where ids cannot be searched', { ...ATHENA_LIKE, types: { Patient: { search: ['name'] } } }, 3],
  ])('%s', async (_case, vendor, requests) => {
    const { ehr, far } = await server([patient('p1'), patient('p2')], [], vendor);
    await ehr.connect();
    const before = far.heard.length;
    const found = valueOf(await ehr.readPatients(ids('p1', 'p2', 'gone')));
    expect(found.map(({ id }) => String(id))).toEqual(['p1', 'p2']);
    expect(far.heard.length - before).toBe(requests);
  });
});

describe('the day', () => {
  const visit = (id: string, who: string, status = 'booked') => ({
    resourceType: 'Appointment',
    id,
    status,
    participant: [{ actor: { reference: `Patient/${who}` } }, { actor: { reference: 'Practitioner/d1' } }],
  });

  it('brings everybody who comes, once, and nobody who was cancelled', async () => {
    const charts = [patient('p1'), patient('p2'), patient('p3')];
    const visits = [visit('v1', 'p1'), visit('v2', 'p2'), visit('v3', 'p1'), visit('v4', 'p3', 'cancelled')];
    const { ehr, far } = await server(charts, visits);
    const found = valueOf(await ehr.patientsOfVisits('2026-11-20T00:00:00-08:00', '2026-11-22T00:00:00-08:00'));
    expect(found.map(({ id }) => String(id))).toEqual(['p1', 'p2']);
    const asked = far.heard.find(({ path }) => path.startsWith('Appointment'))?.path ?? '';
    expect(new URLSearchParams(asked.split('?')[1]).getAll('date')).toEqual([
      'ge2026-11-20T00:00:00-08:00',
      'lt2026-11-22T00:00:00-08:00',
    ]);
  });
});

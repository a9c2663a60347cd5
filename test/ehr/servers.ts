// The servers that the contract is held against, each with what it honestly cannot: the embedded EHR, HAPI FHIR, and the
// five strict vendors in front of the embedded one.
import type { Patient, RelatedPerson, Resource } from '@medplum/fhirtypes';
import { generatePractice } from '../../electron/clinic/ehr/generate.ts';
import { startClinicEhr } from '../../electron/clinic/ehr/server.ts';
import type { PatientContext } from '../../shared/domain/patient/types.ts';
import { startHapi } from '../support/hapi.ts';
import { MARIA } from './samples.ts';
import type { Vendor } from './strict.ts';
import { ATHENA_LIKE, EPIC_LIKE, MEDPLUM_LIKE, OPENEMR_LIKE, ORACLE_LIKE } from './vendors.ts';

export const TODAY = new Date('2026-11-20T18:00:00Z'); // a Friday morning in Seattle

export interface Server {
  readonly name: string;
  readonly on: 'clinic' | 'hapi';
  readonly vendor?: Vendor;
  /** What this server cannot: asserted, never skipped. */
  readonly cannot: readonly (
    'phone' | 'relativePhone' | 'nameAlone' | 'shareTasks' | 'amend' | 'dayOfVisits' | 'consent'
  )[];
  readonly missing: PatientContext['missing'];
  /** Contacts are its messages, or its encounters by phone and video. */
  readonly contacts: 'messages' | 'encounters';
  /** What a call and its next step become; undefined: kept here. */
  readonly written: { readonly call: string | undefined; readonly step: string | undefined };
  /** Whether a lost answer can be cleared up by looking, or by a condition, or not at all. */
  readonly afterLoss: 'once' | 'unknown' | 'keptHere';
  /** Requests for a known number, and for the whole card. */
  readonly requests: { readonly phone: number; readonly card: number };
}

const ALL = { call: 'Communication', step: 'Task' };
const MESSAGES = { contacts: 'messages' } as const;
const ENCOUNTERS = { contacts: 'encounters' } as const;

export const SERVERS: readonly Server[] = [
  {
    ...MESSAGES,
    ...{ name: 'the embedded EHR', on: 'clinic', cannot: [], missing: [], written: ALL, afterLoss: 'once' },
    requests: { phone: 1, card: 1 },
  },
  {
    ...MESSAGES,
    ...{ name: 'HAPI FHIR', on: 'hapi', cannot: [], missing: [], written: ALL, afterLoss: 'once' },
    requests: { phone: 1, card: 1 },
  },
  {
    ...MESSAGES,
    ...{ name: 'an open server', on: 'clinic', vendor: MEDPLUM_LIKE },
    ...{ cannot: [], missing: [], written: ALL, afterLoss: 'once', requests: { phone: 1, card: 1 } },
  },
  {
    ...MESSAGES,
    ...{ name: 'Epic-like', on: 'clinic', vendor: EPIC_LIKE, missing: [], afterLoss: 'once' },
    cannot: ['phone', 'relativePhone', 'nameAlone', 'shareTasks', 'amend', 'dayOfVisits', 'consent'],
    written: { call: 'Communication', step: 'Communication' },
    requests: { phone: 0, card: 9 },
  },
  {
    ...ENCOUNTERS,
    ...{ name: 'Oracle-like', on: 'clinic', vendor: ORACLE_LIKE, missing: ['flags', 'tasks'] },
    cannot: ['relativePhone', 'shareTasks', 'amend', 'dayOfVisits', 'consent'],
    written: { call: 'Communication', step: 'Communication' },
    afterLoss: 'unknown',
    requests: { phone: 1, card: 1 },
  },
  {
    ...ENCOUNTERS,
    ...{ name: 'athena-like', on: 'clinic', vendor: ATHENA_LIKE },
    missing: ['visits', 'referrals', 'flags', 'tasks'],
    cannot: ['phone', 'relativePhone', 'shareTasks', 'amend', 'consent'],
    written: { call: undefined, step: undefined },
    ...{ afterLoss: 'keptHere', requests: { phone: 0, card: 5 } },
  },
  {
    ...ENCOUNTERS,
    ...{ name: 'OpenEMR-like', on: 'clinic', vendor: OPENEMR_LIKE },
    missing: ['referrals', 'refills', 'flags', 'tasks'],
    cannot: ['shareTasks', 'amend', 'dayOfVisits', 'consent'],
    written: { call: 'DocumentReference', step: 'DocumentReference' },
    ...{ afterLoss: 'once', requests: { phone: 16, card: 5 } },
  },
];

/** How charts write one number: each with a patient of its own, told apart by the last digits. */
export const CHART_SPELLINGS: readonly ((last: string) => string)[] = [
  (last) => `+190755501${last}`,
  (last) => `190755501${last}`,
  (last) => `90755501${last}`,
  (last) => `(907) 555-01${last}`,
  (last) => `(907)555-01${last}`,
  (last) => `907-555-01${last}`,
  (last) => `907.555.01${last}`,
  (last) => `+1 907-555-01${last}`,
];
/** The last two digits of the number of the patient with the `index`th spelling. */
export const lastOf = (index: number): string => String(80 + index);
export const MANY = 120;
export const RELATIVE_ONLY = '+19075550195';

const mrn = (value: string): NonNullable<Patient['identifier']> => [
  { type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MR' }] }, value },
];

/** What the made-up practice lacks for these tests. */
const EXTRA: readonly Patient[] = [
  ...CHART_SPELLINGS.map((spell, index): Patient => ({
    resourceType: 'Patient',
    name: [{ family: 'Spelling', given: [`Number${index}`] }],
    identifier: mrn(`SP-${index}`),
    telecom: [{ system: 'phone', value: spell(lastOf(index)) }],
  })),
  ...Array.from({ length: MANY }, (_, index): Patient => ({
    resourceType: 'Patient',
    name: [{ family: 'Pagewell', given: [`Nr${index}`] }],
    birthDate: '1960-01-02',
  })),
];
const ADOPTED: Patient = {
  resourceType: 'Patient',
  name: [{ family: 'Fosterling', given: ['Ida'] }],
  birthDate: '2019-02-03',
};
const guardianOf = (id: string): RelatedPerson => ({
  resourceType: 'RelatedPerson',
  patient: { reference: `Patient/${id}` },
  name: [{ family: 'Keeper', given: ['Rosa'] }],
  relationship: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode', code: 'GUARD' }] }],
  telecom: [{ system: 'phone', value: '(907) 555-0195' }],
});

export async function send(method: 'POST' | 'PUT', address: string, body: object): Promise<{ id: string }> {
  const answer = await fetch(address, {
    method,
    headers: { 'content-type': 'application/fhir+json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method}: HTTP ${answer.status} ${(await answer.text()).slice(0, 500)}`);
  return (await answer.json()) as { id: string };
}

export interface Upstream {
  readonly url: string;
  /** The id of a chart that was merged into another. */
  readonly merged: string;
  /** María's prescription: `MedicationRequest/<id>`. */
  readonly prescription: string;
  close(): Promise<void>;
}

async function fill(url: string): Promise<Pick<Upstream, 'merged' | 'prescription'>> {
  for (const patient of EXTRA) await send('POST', `${url}/Patient`, patient);
  const { id } = await send('POST', `${url}/Patient`, ADOPTED);
  await send('POST', `${url}/RelatedPerson`, guardianOf(id));
  const kept = await send('POST', `${url}/Patient`, {
    resourceType: 'Patient',
    name: [{ family: 'Mergewell', given: ['Anneliese'] }],
  });
  const merged = await send('POST', `${url}/Patient`, {
    resourceType: 'Patient',
    active: false,
    name: [{ family: 'Mergewell', given: ['Anna'] }],
    link: [{ type: 'replaced-by', other: { reference: `Patient/${kept.id}` } }],
  });
  const prescription = await send('POST', `${url}/MedicationRequest`, {
    ...{ resourceType: 'MedicationRequest', status: 'active', intent: 'order' },
    medicationCodeableConcept: { text: 'Lisinopril 10 mg' },
    subject: { reference: `Patient/${MARIA}` },
  });
  return { merged: merged.id, prescription: `MedicationRequest/${prescription.id}` };
}

export async function startClinicUpstream(): Promise<Upstream> {
  const clinic = await startClinicEhr({ port: 0, seed: 3, today: TODAY });
  return { ...clinic, ...(await fill(clinic.url)) };
}

/** The same practice, fewer of its patients. */
export async function startHapiUpstream(): Promise<Upstream> {
  const hapi = await startHapi();
  const entry = generatePractice({ seed: 3, today: TODAY, patients: 30 }).map((resource: Resource) => ({
    resource,
    request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
  }));
  await send('POST', hapi.url, { resourceType: 'Bundle', type: 'transaction', entry });
  return { ...hapi, ...(await fill(hapi.url)) };
}

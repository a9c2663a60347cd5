// Caller ID → who it may be. Caller ID is a lookup key, not an identifier (it is spoofed): one hit is still unverified, and
// several are a household to choose from. Nothing here ever chooses.
import { normalise } from '../phone-number/phone-number.ts';
import type { Country, E164 } from '../phone-number/phone-number.ts';
import { ageOn } from './birth-date.ts';
import { initialsOf } from './names.ts';
import type { PatientCandidate, PatientRecord } from './types.ts';

export type CallerMatch =
  | { readonly kind: 'none' }
  | { readonly kind: 'one'; readonly patient: PatientRecord }
  | { readonly kind: 'household'; readonly patients: readonly PatientRecord[] };

/** Below this age somebody else usually speaks for the patient. */
const ADULT = 18;

function isReachedAt(number: E164, record: PatientRecord, country: Country): boolean {
  const phones = [...record.phones, ...record.relatives.flatMap((relative) => relative.phones)];
  return phones.some((phone) => normalise(phone, country) === number);
}

/**
 * Who is on file with this number. Servers match text, so every hit is checked again here and counted once.
 * @param hits as the EHR gave them, in any order, with repeats
 * @param country of numbers in the chart that have no country code
 */
export function matchCaller(number: E164, hits: readonly PatientRecord[], country: Country = 'US'): CallerMatch {
  const unique = new Map<string, PatientRecord>();
  for (const hit of hits) if (!unique.has(hit.id) && isReachedAt(number, hit, country)) unique.set(hit.id, hit);
  return matchOf([...unique.values()]);
}

/** The same of people who are known to be reached at the number. */
export function matchKnown(records: readonly PatientRecord[]): CallerMatch {
  return matchOf([...new Map(records.map((record) => [record.id, record])).values()]);
}

function matchOf(unique: PatientRecord[]): CallerMatch {
  const patients = unique.sort(byBirth);
  const [patient] = patients;
  if (patient === undefined) return { kind: 'none' };
  return patients.length === 1 ? { kind: 'one', patient } : { kind: 'household', patients };
}

/**
 * More rows than anybody reads while a caller waits, told apart by initials only: a care home or a school shares one line.
 * Beyond, the name is asked for first, and nobody's initials leave the main process.
 */
const MOST_TO_CHOOSE_FROM = 12;
export const isCrowd = (count: number): boolean => count > MOST_TO_CHOOSE_FROM;

const cannotCall = ({ deceased, test }: PatientRecord): boolean => deceased || test === true;

/** Oldest first, a fixed order that hints at nobody; who has no birth date comes last, after them who cannot be calling. */
const byBirth = (a: PatientRecord, b: PatientRecord): number =>
  Number(cannotCall(a)) - Number(cannotCall(b)) ||
  (a.birthDate ?? '9').localeCompare(b.birthDate ?? '9') ||
  a.id.localeCompare(b.id);

/**
 * The row of the chooser: initials, sex, age and what kind of record, nothing that could be read out by mistake.
 * @param today YYYY-MM-DD in the practice's zone
 */
export function candidateOf(record: PatientRecord, today: string): PatientCandidate {
  const base = { patientId: record.id, initials: initialsOf(record), sex: record.sex };
  if (record.restricted) return { ...base, hint: 'restricted' };
  if (record.deceased) return { ...base, hint: 'deceased' };
  if (record.test) return { ...base, hint: 'test' };
  const age = ageOn(record.birthDate, today);
  const child = age !== undefined && age < ADULT;
  const hint = !child ? 'patient' : record.relatives.some(({ guardian }) => guardian) ? 'childWithGuardian' : 'child';
  return { ...base, ...(age === undefined ? {} : { age }), hint };
}

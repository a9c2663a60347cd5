// Whether somebody may speak for a patient: a parent or guardian on file for a child, who holds a power of attorney for anybody.
// Being related is not enough (45 CFR 164.502(g)); what the practice itself was told by the patient is not in the chart.
import { ageOn } from './birth-date.ts';
import { nameMatches } from './names.ts';
import type { Authority, PatientRecord } from './types.ts';

/** Younger ones are spoken for by their parents. What a state lets adolescents keep to themselves is the practice's to know. */
const ADULT = 18;

/**
 * @param speaker the name the caller gives as their own
 * @param today YYYY-MM-DD in the practice's zone
 */
export function authorityOf(patient: PatientRecord, speaker: string, today: string): Exclude<Authority, 'self'> {
  const onFile = patient.relatives.filter(({ name }) => {
    const words = name.trim().split(/\s+/);
    return nameMatches(speaker, { given: words.slice(0, -1).join(' '), family: words.at(-1) ?? '' }) === true;
  });
  if (onFile.length === 0) return 'notOnFile';
  const age = ageOn(patient.birthDate, today);
  const isChild = age !== undefined && age < ADULT;
  const may = onFile.some(({ guardian, representative }) => representative === true || (isChild && guardian));
  return may ? 'given' : 'none';
}

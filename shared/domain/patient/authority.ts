// Whether somebody may speak for a patient: a parent or guardian on file for a child, who holds a power of attorney for anybody.
// Being related is not enough (45 CFR 164.502(g)); whom the patient named in a Consent may be told things, and whom they ruled
// out there may not, whoever they are (45 CFR 164.510(b)).
import { ageOn } from './birth-date.ts';
import { nameMatches } from './names.ts';
import type { Authority, PatientRecord } from './types.ts';

/** Younger ones are spoken for by their parents. What a state lets adolescents keep to themselves is the practice's to know. */
const ADULT = 18;

/** Somebody whom a Consent of the patient names. */
export interface Disclosure {
  readonly name: string;
  readonly may: boolean;
}

/**
 * @param speaker the name the caller gives as their own
 * @param today YYYY-MM-DD in the practice's zone
 * @param disclosures what the patient's Consents say; `unread` where they are kept and could not be had: one of them may
 * rule out whom the chart names, or name somebody whom the chart does not
 */
export function authorityOf(
  patient: PatientRecord,
  speaker: string,
  today: string,
  disclosures: readonly Disclosure[] | 'unread' = [],
): Exclude<Authority, 'self'> {
  if (disclosures === 'unread') return 'notChecked';
  const isSpeaker = ({ name }: { readonly name: string }): boolean => {
    const words = name.trim().split(/\s+/);
    return nameMatches(speaker, { given: words.slice(0, -1).join(' '), family: words.at(-1) ?? '' }) === true;
  };
  const named = disclosures.filter(isSpeaker);
  if (named.some(({ may }) => !may)) return 'none';
  if (named.length > 0) return 'given';
  const onFile = patient.relatives.filter(isSpeaker);
  if (onFile.length === 0) return 'notOnFile';
  const age = ageOn(patient.birthDate, today);
  const isChild = age !== undefined && age < ADULT;
  const may = onFile.some(({ guardian, representative }) => representative === true || (isChild && guardian));
  return may ? 'given' : 'none';
}

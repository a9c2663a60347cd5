// The identity check before anything private is shown: at least two things that the caller said and the chart confirms
// (45 CFR 164.514(h)). The caller says them; nothing is read out to be confirmed.
import { isSameNumber } from '../phone-number/phone-number.ts';
import { authorityOf } from './authority.ts';
import type { Disclosure } from './authority.ts';
import { readBirthDate } from './birth-date.ts';
import { fold, nameMatches } from './names.ts';
import { IDENTIFIERS } from './types.ts';
import type { Identifier, IdentityClaims, IdentityResult, PatientRecord } from './types.ts';

/** No site may ask for fewer. */
const FEWEST_IDENTIFIERS = 2;

export interface IdentityOptions {
  /** How many identifiers this site asks for; fewer than two counts as two. */
  readonly needed?: number;
  /** What counts here; all of them unless told. Anything else that was said is left alone. */
  readonly accepts?: readonly Identifier[];
  /** YYYY-MM-DD in the practice's zone. */
  readonly today: string;
  /** Whom the patient's Consents name; `unread` where the EHR keeps some and did not give them. */
  readonly disclosures?: readonly Disclosure[] | 'unread' | undefined;
}

/** One answer: right, wrong, or nothing on file to compare it with. */
type Answer = boolean | undefined;

const compact = (text: string): string => fold(text).replaceAll(' ', '');

function birthDateAnswer(said: string, onFile: string | undefined, today: string): Answer {
  if (onFile === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(onFile)) return undefined; // a year alone proves nothing
  return readBirthDate(said, today).includes(onFile);
}

/** A postal code ("98101", "98101-1234", "EC1A 1BB"), or house number and street as the chart has them. */
function addressAnswer(said: string, { postalCode, address }: PatientRecord): Answer {
  if (!postalCode && !address) return undefined;
  const zip = postalCode === undefined ? '' : compact(postalCode);
  const claim = compact(said);
  if (zip !== '' && (claim === zip || zipOf(said) === zipOf(postalCode ?? ''))) return claim !== '';
  const known = new Set([...fold(address ?? '').split(' '), zip].filter(Boolean));
  const words = fold(said).split(' ').filter(Boolean);
  const hasNumberAndStreet = words.some((word) => /^\d/.test(word)) && words.some((word) => /^\p{L}{3,}$/u.test(word));
  return hasNumberAndStreet && words.every((word) => known.has(word));
}

/** Five-digit ZIP of a US code; otherwise something that equals nothing. */
const zipOf = (text: string): string | symbol => /^(\d{5})(-?\d{4})?$/.exec(text.trim())?.[1] ?? Symbol('no ZIP');

function mrnAnswer(said: string, mrn: string | undefined): Answer {
  if (mrn === undefined || compact(mrn) === '') return undefined;
  const digits = mrn.replace(/\D/g, '');
  return compact(said) === compact(mrn) || (digits.length >= 5 && said.trim() === digits);
}

function phoneAnswer(said: string, phones: readonly string[]): Answer {
  return phones.length === 0 ? undefined : phones.some((phone) => isSameNumber(said, phone));
}

function answerFor(identifier: Identifier, said: string, patient: PatientRecord, today: string): Answer {
  switch (identifier) {
    case 'name':
      return nameMatches(said, patient);
    case 'birthDate':
      return birthDateAnswer(said, patient.birthDate, today);
    case 'postalCode':
      return addressAnswer(said, patient);
    case 'mrn':
      return mrnAnswer(said, patient.mrn);
    case 'phone':
      return phoneAnswer(said, patient.phones);
  }
}

/**
 * Compares what the caller said with the chart.
 * @returns `matched` and `wrong` name the identifiers; one that was not said, or that the chart does not hold, is in
 * neither. The caller of this function counts wrong answers over attempts.
 */
export function checkIdentity(
  patient: PatientRecord,
  claims: IdentityClaims,
  options: IdentityOptions,
): IdentityResult {
  const matched: Identifier[] = [];
  const wrong: Identifier[] = [];
  for (const identifier of IDENTIFIERS) {
    if (options.accepts && !options.accepts.includes(identifier)) continue;
    const said = claims[identifier]?.trim() ?? '';
    if (said === '') continue;
    const answer = answerFor(identifier, said, patient, options.today);
    if (answer === true) matched.push(identifier);
    else if (answer === false) wrong.push(identifier);
  }
  const needed = Math.max(FEWEST_IDENTIFIERS, options.needed ?? FEWEST_IDENTIFIERS);
  // One wrong answer outweighs any number of right ones: father and son share a name, a street and a phone.
  const speaker = claims.speaker?.trim() ?? '';
  const authority = speaker === '' ? 'self' : authorityOf(patient, speaker, options.today, options.disclosures);
  const maySpeak = authority === 'self' || authority === 'given';
  const isRight = matched.length >= needed && wrong.length === 0;
  const result: IdentityResult = { verified: isRight && maySpeak, authority, matched, wrong };
  if (authority !== 'notChecked') return result;
  return { ...result, unchecked: { byChart: authorityOf(patient, speaker, options.today), isRight } };
}

/** A wrong answer, or a name that nobody on file has: so many of them and the patient's chart stays shut in this call. */
export const isWrongAnswer = ({ wrong, authority, unchecked }: IdentityResult): boolean =>
  wrong.length > 0 || authority === 'notOnFile' || unchecked?.byChart === 'notOnFile';

/** Only the consents are lacking, and the chart alone would let this speaker be told: somebody may go on with a reason. */
export const mayGoOn = ({ authority, unchecked }: IdentityResult): boolean =>
  authority === 'notChecked' && unchecked?.isRight === true && unchecked.byChart === 'given';

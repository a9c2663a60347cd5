// Notes as a practice writes them, by the hundred thousand: common words often, names and medicines now and then, numbers
// and days once. The same for the same index.
import { CallId } from '../../../shared/domain/call/call.ts';
import type { Note } from '../../../shared/domain/note/types.ts';
import { PatientId } from '../../../shared/domain/patient/types.ts';

const FIRST =
  'Maria José Jane Priya Chloe Imani Leo Zoë Dana Tobe Maja Sara An Iris Omar Nadia Peter Ruth Ivan Aisha Luis Grace Hugo Mei'.split(
    ' ',
  );
const LAST =
  'García Núñez Doe Shah Sanders Brooks Hart Okafor Lindqvist Abebe Kim Vu O’Brien Nair Smith Johnson Patel Nguyen Lopez Chen Cohen Haddad Moreau Silva Rossi Novak Yilmaz Kowalski'.split(
    ' ',
  );
const DRUGS =
  'lisinopril metformin atorvastatin levothyroxine amlodipine omeprazole albuterol gabapentin sertraline hydrochlorothiazide losartan prednisone insulin amoxicillin warfarin'.split(
    ' ',
  );
const PAYERS = ['Aetna', 'Blue Cross', 'Cigna', 'Kaiser', 'Medicare', 'Molina', 'United', 'Premera'];
const DAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ');
const SYMPTOMS = 'dizzy headache cough fever rash nausea tired swelling pain itching cramps insomnia'.split(' ');
const AUTHORS = ['chloe', 'remote-one', 'priya', 'office'];
const OWNERS = ['Front desk', 'Nurse line', 'Billing', 'Referrals', 'Records desk', 'Dr. Lee'];
const CATEGORIES = ['scheduling', 'insurance', 'referrals', 'records', 'clinical', 'general'];

/** A figure of its own for each index and purpose (a multiplicative hash), below `limit`. */
const pick = (index: number, purpose: number, limit: number): number =>
  ((Math.imul(index + 1, 2_654_435_761) ^ Math.imul(purpose + 7, 40_503)) >>> 3) % limit;
/** Few come often, most come seldom. */
const skewed = (index: number, purpose: number, limit: number): number =>
  Math.floor(limit * (pick(index, purpose, 10_000) / 10_000) ** 2);

export const nameOf = (index: number): string =>
  `${FIRST[skewed(index, 1, FIRST.length)]} ${LAST[skewed(index, 2, LAST.length)]}`;
export const numberOf = (index: number): string => `+1206${String(5_000_000 + pick(index, 3, 90_000))}`;

const SENTENCES: readonly ((index: number) => string)[] = [
  (index) =>
    `Needs a refill of ${DRUGS[skewed(index, 4, DRUGS.length)]} ${5 * (1 + pick(index, 5, 20))} mg, the pharmacy has none left.`,
  (index) =>
    `Wants to move the visit of ${DAYS[pick(index, 6, 7)]} the ${1 + pick(index, 7, 30)}, any morning would do.`,
  (index) =>
    `Asks why the statement shows ${20 + pick(index, 8, 400)} dollars although ${PAYERS[skewed(index, 9, PAYERS.length)]} should have paid.`,
  (index) =>
    `Has been ${SYMPTOMS[skewed(index, 10, SYMPTOMS.length)]} since ${DAYS[pick(index, 11, 7)]}, worse in the evening, no fever measured.`,
  (index) =>
    `The office of Dr. ${LAST[pick(index, 12, LAST.length)]} asks for the last two visit notes and the lab of case ${100_000 + pick(index, 13, 900_000)}.`,
  () => 'Calls for the second time today and would like to speak with somebody who knows the case.',
];

export const DAY = 86_400_000;
/** One note every nine minutes, over about four years. */
const PACE = 9 * 60_000;
export const FIRST_CALL = Date.UTC(2022, 10, 1);

export function noteOf(index: number): Note {
  const at = FIRST_CALL + index * PACE;
  const sentence = (purpose: number) => SENTENCES[pick(index, purpose, SENTENCES.length)]?.(index + purpose) ?? '';
  const owes = pick(index, 14, 10) < 4;
  return {
    callId: CallId.parse(`bench-${index}`),
    ...(pick(index, 15, 10) < 8 ? { patientId: PatientId.parse(`p-${pick(index, 3, 90_000)}`) } : {}),
    about: nameOf(index),
    author: AUTHORS[skewed(index, 16, AUTHORS.length)] ?? 'chloe',
    content: {
      category: CATEGORIES[pick(index, 17, CATEGORIES.length)] ?? 'general',
      words: `${sentence(20)} ${sentence(21)}`,
      fields: { provider: `Dr. ${LAST[pick(index, 18, LAST.length)]}`, since: DAYS[pick(index, 19, 7)] ?? '' },
      outcome: owes ? 'call-back' : 'answered',
      told: owes ? `We call back by ${DAYS[pick(index, 22, 7)]}.` : 'Told what was asked, nothing further.',
      nextStep: owes
        ? {
            text: `Call back: ${sentence(23)}`,
            owner: OWNERS[pick(index, 24, OWNERS.length)] ?? '',
            due: '2024-01-02T12:00',
          }
        : 'nothing',
    },
    version: 4,
    state: 'finished',
    createdAt: at,
    savedAt: at + 240_000,
    finishedAt: at + 240_000,
    emergency: [],
    delivery: 'sent',
  };
}

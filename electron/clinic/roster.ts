// The people the simulated callers are: one list for both halves of the embedded clinic. The PBX calls with these numbers,
// the demo EHR turns every entry into a patient, so that caller ID finds somebody. All people and numbers are invented
// (555-01xx is reserved for fiction). Callers who must stay unknown are not in the list, on purpose: see UNKNOWN_CALLERS.

export type RosterLanguage = 'en' | 'es';

/** One made-up patient who calls the practice, or for whom somebody calls. */
export interface RosterEntry {
  /** Stable id; the EHR uses it in the patient's identifier. */
  readonly id: string;
  /** The number on file, E.164. */
  readonly e164: string;
  /** How the practice once typed that number into the chart; the EHR should store this spelling. */
  readonly onFile: string;
  readonly given: string;
  readonly family: string;
  readonly gender: 'female' | 'male';
  /** A fixed date (YYYY-MM-DD), or an age in days before today for those who must stay young. */
  readonly birth: { readonly date: string } | { readonly ageDays: number };
  readonly language: RosterLanguage;
  /** Ids of the others reached on the same number (a household). */
  readonly sharedWith?: readonly string[];
  /** What the EHR should make sure exists for this patient, so that the call has something to find. */
  readonly needs?: readonly RosterNeed[];
}

export type RosterNeed =
  | 'appointment-tomorrow'
  | 'appointment-last-month'
  | 'coverage-active'
  | 'coverage-ended'
  | 'referral-pending'
  | 'refill-due'
  | 'open-task'
  | 'flag';

const HOUSEHOLD = '+12065550142';

export const CALLER_ROSTER: readonly RosterEntry[] = [
  {
    id: 'maria-gonzalez',
    e164: '+12065550101',
    onFile: '(206) 555-0101',
    given: 'María',
    family: 'González',
    gender: 'female',
    birth: { date: '1979-03-14' },
    language: 'es',
    needs: ['appointment-tomorrow', 'coverage-active'],
  },
  {
    id: 'james-whitfield',
    e164: '+12065550112',
    onFile: '206-555-0112',
    given: 'James',
    family: 'Whitfield',
    gender: 'male',
    birth: { date: '1951-11-02' },
    language: 'en',
    needs: ['appointment-tomorrow', 'coverage-active', 'flag'],
  },
  {
    id: 'priya-raman',
    e164: '+14255550123',
    onFile: '425.555.0123',
    given: 'Priya',
    family: 'Raman',
    gender: 'female',
    birth: { date: '1988-07-21' },
    language: 'en',
    needs: ['coverage-ended', 'appointment-last-month'],
  },
  {
    id: 'walter-brandt',
    e164: '+12065550134',
    onFile: '2065550134',
    given: 'Walter',
    family: 'Brandt',
    gender: 'male',
    birth: { date: '1944-01-30' },
    language: 'en',
    needs: ['referral-pending', 'coverage-active'],
  },
  {
    id: 'denise-okafor',
    e164: HOUSEHOLD,
    onFile: '(206) 555-0142',
    given: 'Denise',
    family: 'Okafor',
    gender: 'female',
    birth: { date: '1984-09-05' },
    language: 'en',
    sharedWith: ['samuel-okafor', 'grace-okafor', 'baby-okafor'],
    needs: ['coverage-active'],
  },
  {
    id: 'samuel-okafor',
    e164: HOUSEHOLD,
    onFile: '206.555.0142',
    given: 'Samuel',
    family: 'Okafor',
    gender: 'male',
    birth: { date: '1982-12-19' },
    language: 'en',
    sharedWith: ['denise-okafor', 'grace-okafor', 'baby-okafor'],
  },
  {
    id: 'grace-okafor',
    e164: HOUSEHOLD,
    onFile: '+1 206-555-0142',
    given: 'Grace',
    family: 'Okafor',
    gender: 'female',
    birth: { date: '2016-04-27' },
    language: 'en',
    sharedWith: ['denise-okafor', 'samuel-okafor', 'baby-okafor'],
    needs: ['appointment-tomorrow'],
  },
  {
    id: 'baby-okafor',
    e164: HOUSEHOLD,
    onFile: '(206)555-0142',
    given: 'Miles',
    family: 'Okafor',
    gender: 'male',
    birth: { ageDays: 54 },
    language: 'en',
    sharedWith: ['denise-okafor', 'samuel-okafor', 'grace-okafor'],
  },
  {
    id: 'linda-castellano',
    e164: '+12535550155',
    onFile: '253-555-0155',
    given: 'Linda',
    family: 'Castellano',
    gender: 'female',
    birth: { date: '1966-06-11' },
    language: 'en',
    needs: ['open-task'],
  },
  {
    id: 'robert-hale',
    e164: '+12065550166',
    onFile: '(206) 555-0166',
    given: 'Robert',
    family: 'Hale',
    gender: 'male',
    birth: { date: '1958-08-23' },
    language: 'en',
    needs: ['coverage-active', 'flag'],
  },
  {
    id: 'aisha-farah',
    e164: '+12065550177',
    onFile: '206 555 0177',
    given: 'Aisha',
    family: 'Farah',
    gender: 'female',
    birth: { date: '1993-02-08' },
    language: 'en',
    needs: ['refill-due', 'coverage-active'],
  },
  {
    id: 'carlos-medina',
    e164: '+14255550188',
    onFile: '1 425 555 0188',
    given: 'Carlos',
    family: 'Medina',
    gender: 'male',
    birth: { date: '1971-10-17' },
    language: 'es',
    needs: ['coverage-active', 'referral-pending'],
  },
  {
    id: 'helen-park',
    e164: '+12065550119',
    onFile: '+12065550119',
    given: 'Helen',
    family: 'Park',
    gender: 'female',
    birth: { date: '1990-05-29' },
    language: 'en',
    needs: ['appointment-last-month', 'open-task'],
  },
  {
    id: 'thomas-nguyen',
    e164: '+12535550128',
    onFile: '(253) 555-0128',
    given: 'Thomas',
    family: 'Nguyen',
    gender: 'male',
    birth: { date: '2001-12-12' },
    language: 'en',
    needs: ['coverage-ended'],
  },
];

/** Numbers that call and must not be found in the EHR: an unknown one, and another practice's office. */
export const UNKNOWN_CALLERS: readonly string[] = ['+13605550190', '+15095550137'];

/**
 * The birth date of a roster entry.
 * @param today the day the clinic is generated for
 * @returns YYYY-MM-DD
 */
export function birthDateOf(entry: RosterEntry, today: Date): string {
  if ('date' in entry.birth) return entry.birth.date;
  const day = new Date(today.getTime() - entry.birth.ageDays * 86_400_000);
  return day.toISOString().slice(0, 10);
}

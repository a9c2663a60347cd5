// The script of a day: who calls about what, what is noted, and where on the way the computer dies. The same for the same
// numbers, so that a day that failed can be played again.
import { CALLER_ROSTER } from '../../electron/clinic/roster.ts';
import type { RosterEntry } from '../../electron/clinic/roster.ts';
import type { NoteContent } from '../../shared/domain/note/types.ts';

/** After which step the host is killed. */
export const KILLS = ['ringing', 'answered', 'begun', 'written', 'over', 'finished'] as const;
export type Kill = (typeof KILLS)[number];

export interface PlannedCall {
  readonly index: number;
  readonly patient: RosterEntry;
  readonly note: NoteContent;
  readonly kill: Kill | undefined;
}

/** Callers with a number and a birth date of their own: each can be verified. */
const CALLERS = CALLER_ROSTER.filter((entry) => 'date' in entry.birth && !entry.sharedWith?.length);

const DUE = '2099-01-05';
const OUTCOMES: readonly Pick<NoteContent, 'outcome' | 'told' | 'nextStep'>[] = [
  { outcome: 'answered', told: 'Everything was answered', nextStep: 'nothing' },
  { outcome: 'message', told: 'We will call back', nextStep: { text: 'Call back', owner: 'Front desk', due: DUE } },
  { outcome: 'call-back', told: 'Somebody calls', nextStep: { text: 'Answer', owner: 'Nurse line', due: DUE } },
];

/** The answers to the required questions of each category of the example practice. */
const CATEGORIES: readonly { readonly category: string; readonly fields: Readonly<Record<string, string>> }[] = [
  { category: 'scheduling', fields: { visit: 'change' } },
  { category: 'insurance', fields: { about: 'copay' } },
  { category: 'referrals', fields: { specialty: 'Cardiology', state: 'pending-review' } },
  { category: 'records', fields: { requester: 'patient', by: 'mail' } },
  { category: 'clinical', fields: { since: 'Tuesday', callback: '(206) 555-0177' } },
  { category: 'general', fields: {} },
];

/** `kills` of the `count` calls meet a kill, spread over the day and over the steps. */
export function planDay(count: number, kills: number): PlannedCall[] {
  const every = Math.max(1, Math.floor(count / Math.max(1, kills)));
  return Array.from({ length: count }, (_, index) => {
    const killed = kills > 0 && index % every === every - 1 && Math.floor(index / every) < kills;
    const { category, fields } = CATEGORIES[index % CATEGORIES.length]!;
    return {
      index,
      patient: CALLERS[index % CALLERS.length]!,
      note: {
        ...{ category, fields },
        words: `Call ${index}: what the caller said`,
        ...OUTCOMES[Math.floor(index / CATEGORIES.length) % OUTCOMES.length]!,
      },
      kill: killed ? KILLS[Math.floor(index / every) % KILLS.length] : undefined,
    };
  });
}

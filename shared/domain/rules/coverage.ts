// Does every category, at every half hour of a week and on holidays, lead to somebody who is there to take it, or to a
// message that a rule promises? The last way out, which every call has, does not count: nobody chose it.
import { DateTime } from 'luxon';
import { officeState } from '../schedule/schedule.ts';
import type { RuleSite } from './compile.ts';
import { decide } from './decide.ts';
import type { Decision, DecisionInput } from './types.ts';

const STEP_MINUTES = 30;
const WEEK_STEPS = (7 * 24 * 60) / STEP_MINUTES;
const LOOK_AHEAD_DAYS = 370;
const MOST_HOLIDAYS = 3;

export interface Gap {
  readonly category: string;
  readonly queue: string | undefined;
  /** The rule that fits and leads nowhere; absent: no rule fits. */
  readonly rule: string | undefined;
  readonly when: 'open' | 'closed' | 'holiday';
  /** ISO instant at which it begins, and how long it lasts within the week looked at. */
  readonly from: string;
  readonly minutes: number;
}

/** The moments looked at: a week from the Monday before `now`, and the next holidays. */
function momentsFrom(site: RuleSite, now: string): string[] {
  const zone = site.clinic.timeZone;
  const given = DateTime.fromISO(now, { zone });
  const start = (given.isValid ? given : DateTime.fromISO('2026-01-05', { zone })).startOf('week');
  const iso = (at: DateTime) => at.toUTC().toISO() ?? '';
  const week = Array.from({ length: WEEK_STEPS }, (_, index) => iso(start.plus({ minutes: index * STEP_MINUTES })));
  const holidays: string[] = [];
  const lookAhead = site.hours.holidays.length > 0 ? LOOK_AHEAD_DAYS : 0;
  for (let ahead = 0; ahead < lookAhead && holidays.length < MOST_HOLIDAYS; ahead++) {
    const noon = iso(start.plus({ days: ahead }).set({ hour: 12 }));
    if (officeState(site.hours, zone, noon).reason === 'holiday') holidays.push(noon);
  }
  return [...week, ...holidays];
}

export function findGaps(site: RuleSite, now: string): Gap[] {
  const gaps = new Map<string, Gap>();
  const queues = [undefined, ...site.queues.map(({ id }) => id)];
  const ways = site.notes.categories.flatMap(({ id: category }) =>
    queues.map((queue) => ({
      category,
      queue,
      language: site.queues.find(({ id }) => id === queue)?.language,
    })),
  );
  // Time outside: the hours of the office are worked out once a moment.
  for (const moment of momentsFrom(site, now))
    for (const way of ways) {
      const decision = decide(site, questionAt(moment, way));
      if (isCovered(decision)) continue;
      const when = decision.office.reason === 'holiday' ? 'holiday' : decision.office.open ? 'open' : 'closed';
      const key = [way.category, way.queue, decision.route, when].join('\n');
      const known = gaps.get(key);
      gaps.set(key, {
        ...{ category: way.category, queue: way.queue, rule: decision.route, when },
        from: known?.from ?? moment,
        minutes: (known?.minutes ?? 0) + STEP_MINUTES,
      });
    }
  return withoutRepeats([...gaps.values()]);
}

const NOBODY: DecisionInput['presence'] = new Map();
const questionAt = (
  now: string,
  way: { category: string; queue: string | undefined; language: string | undefined },
): DecisionInput => ({ now, ...way, withheld: false, words: '', presence: NOBODY });

const isCovered = ({ destinations }: Decision): boolean =>
  destinations.some(({ kind, rule }) => kind === 'dial' || rule !== undefined);

/** What is missing for calls without a queue is missing for all: said once. */
const withoutRepeats = (gaps: readonly Gap[]): Gap[] =>
  gaps.filter(
    (gap) =>
      gap.queue === undefined ||
      !gaps.some(
        (other) =>
          other.queue === undefined &&
          other.category === gap.category &&
          other.when === gap.when &&
          other.rule === gap.rule &&
          other.minutes >= gap.minutes,
      ),
  );

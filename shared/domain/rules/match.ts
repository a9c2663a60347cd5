// Conditions as checks. Each says yes, no, or that the fact is not known (yet): what is not known makes no rule apply, and
// its opposite does not either.
import type { Condition, PatientCondition, PlainCondition, TimeCondition } from '../site/conditions.ts';
import type { Facts } from './facts.ts';
import { fitsPattern } from './number-pattern.ts';
import { plainWords } from '../red-flags/match.ts';

export type Holds = 'yes' | 'no' | 'unknown';

export interface Check {
  /** Why a rule does not apply when this does not hold: a sentence under `why.`. */
  readonly code: string;
  readonly holds: (facts: Facts) => Holds;
}

/** `yes`, or the first check against it. */
export type Verdict = 'yes' | { readonly holds: 'no' | 'unknown'; readonly code: string };

export function verdictOf(checks: readonly Check[], facts: Facts): Verdict {
  let open: Verdict = 'yes';
  for (const check of checks) {
    const holds = check.holds(facts);
    if (holds === 'no') return { holds, code: check.code };
    if (holds === 'unknown' && open === 'yes') open = { holds, code: 'route.notKnownYet' };
  }
  return open;
}

const holdsOf = (checks: readonly Check[], facts: Facts): Holds => {
  const verdict = verdictOf(checks, facts);
  return verdict === 'yes' ? 'yes' : verdict.holds;
};

const is = (answer: boolean | undefined): Holds => (answer === undefined ? 'unknown' : answer ? 'yes' : 'no');
/** Of `value`, when there is one. */
const of = <T>(value: T | undefined, test: (value: T) => boolean): Holds =>
  value === undefined ? 'unknown' : is(test(value));
/** A fact that a call has or has not, but that is never "not known yet". */
const among = (list: readonly string[], value: string | undefined): Holds =>
  is(value !== undefined && list.includes(value));

export function checksOf(condition: Condition | undefined): Check[] {
  if (!condition) return [];
  const checks = plainChecks(condition);
  const { not, any } = condition;
  if (not) {
    const inner = plainChecks(not);
    const opposite = { yes: 'no', no: 'yes', unknown: 'unknown' } as const;
    checks.push({ code: 'route.excluded', holds: (facts) => opposite[holdsOf(inner, facts)] });
  }
  if (any) {
    const ways = any.map(plainChecks);
    checks.push({
      code: 'route.noneOf',
      holds: (facts) => {
        const found = ways.map((way) => holdsOf(way, facts));
        return found.includes('yes') ? 'yes' : found.includes('unknown') ? 'unknown' : 'no';
      },
    });
  }
  return checks;
}

function plainChecks(condition: PlainCondition): Check[] {
  const checks: Check[] = [];
  const add = (code: string, holds: Check['holds']) => void checks.push({ code, holds });
  const { caller, number, area, withheld, repeat, queue, direct, location, language, category, words, role } =
    condition;
  if (category) add('route.otherCategory', ({ input }) => of(input.category, (id) => category.includes(id)));
  if (queue) add('route.otherQueue', ({ input }) => among(queue, input.queue));
  if (direct !== undefined) add('route.otherQueue', ({ input }) => is((input.queue === undefined) === direct));
  if (caller) add('route.otherCaller', ({ input }) => of(input.known, (known) => known === (caller === 'known')));
  if (withheld !== undefined) add('route.otherWithheld', ({ input }) => is(input.withheld === withheld));
  if (repeat !== undefined) add('route.otherRepeat', ({ input }) => of(input.repeat, (is) => is === repeat));
  if (language) add('route.otherLanguage', ({ input }) => of(input.language, (spoken) => language.includes(spoken)));
  if (location) add('route.otherLocation', (facts) => of(facts.location, (name) => location.includes(name)));
  if (role) add('route.otherRole', ({ input }) => of(input.role, (mine) => role.includes(mine)));
  if (area) add('route.otherArea', ({ caller: from }) => is(area.some((code) => from.national?.startsWith(code))));
  if (number) add('route.otherNumber', ({ caller: from }) => is(number.some((pattern) => fitsPattern(pattern, from))));
  if (condition.time) checks.push(...timeChecks(condition.time));
  if (words) {
    const phrases = words.map((phrase) => ` ${plainWords(phrase)}`).filter((phrase) => phrase !== ' ');
    add('route.otherWords', (facts) => is(phrases.some((phrase) => facts.text.includes(phrase))));
  }
  if (condition.patient) checks.push(...patientChecks(condition.patient));
  checks.push(...loadChecks(condition));
  return checks;
}

export function timeChecks(time: TimeCondition): Check[] {
  const checks: Check[] = [];
  const { office, holiday, days, from, to, dates } = time;
  if (office)
    checks.push({
      code: office === 'open' ? 'route.onlyOpen' : 'route.onlyClosed',
      holds: (facts) => is(facts.office.open === (office === 'open')),
    });
  if (holiday !== undefined)
    checks.push({ code: 'route.otherTime', holds: (facts) => is((facts.office.reason === 'holiday') === holiday) });
  if (days ?? from ?? to ?? dates)
    checks.push({ code: 'route.otherTime', holds: (facts) => of(facts.time, (now) => isWithin(time, now)) });
  return checks;
}

type Now = NonNullable<Facts['time']>;

/** A span over midnight belongs to the day on which it begins. */
function isWithin({ days, from = '00:00', to = '24:00', dates }: TimeCondition, now: Now): boolean {
  const isDay = (weekday: Now['weekday'], date: string) =>
    (days === undefined || days.includes(weekday)) &&
    (dates?.from === undefined || date >= dates.from) &&
    (dates?.to === undefined || date <= dates.to);
  const { clock } = now;
  if (from < to) return clock >= from && clock < to && isDay(now.weekday, now.date);
  return (clock >= from && isDay(now.weekday, now.date)) || (clock < to && isDay(now.before, now.dateBefore));
}

function patientChecks(wanted: PatientCondition): Check[] {
  const checks: Check[] = [];
  const add = (holds: Check['holds']) => void checks.push({ code: 'route.otherPatient', holds });
  const { age, flag, visitWithinDays, referral, restricted, interpreter } = wanted;
  if (age)
    add(({ input }) => of(input.patient?.age, (years) => years >= (age.from ?? 0) && years <= (age.to ?? Infinity)));
  if (flag) {
    const texts = flag.map(plainWords);
    add(({ input }) =>
      of(input.patient?.flags, (flags) => flags.some((has) => texts.some((text) => plainWords(has).includes(text)))),
    );
  }
  if (visitWithinDays !== undefined)
    add(({ input }) =>
      of(input.patient?.nextVisit, (visit) => {
        const ahead = Date.parse(visit ?? '') - Date.parse(input.now);
        return ahead >= 0 && ahead <= visitWithinDays * 86_400_000;
      }),
    );
  if (referral)
    add(({ input }) =>
      of(input.patient?.referrals, (states) => states.some((state) => (referral as readonly string[]).includes(state))),
    );
  if (restricted !== undefined) add(({ input }) => of(input.patient?.restricted, (has) => has === restricted));
  if (interpreter !== undefined) add(({ input }) => of(input.patient?.interpreter, (needs) => needs === interpreter));
  return checks;
}

function loadChecks({ staff, waiting }: PlainCondition): Check[] {
  const checks: Check[] = [];
  if (staff)
    checks.push({
      code: 'route.otherStaff',
      holds: (facts) => {
        const numbers = facts.staff(staff);
        const { presence } = facts.input;
        const free = numbers.filter((number) => presence.get(number) === 'free').length;
        return is(free >= (staff.freeAtLeast ?? 0) && free <= (staff.freeAtMost ?? Infinity));
      },
    });
  if (waiting)
    checks.push({
      code: 'route.otherLoad',
      holds: ({ input }) =>
        of(input.waiting, (by) => {
          const all = () => [...by.values()].reduce((sum, count) => sum + count, 0);
          const count = waiting.queue === undefined ? all() : (by.get(waiting.queue) ?? 0);
          return count >= (waiting.atLeast ?? 0) && count <= (waiting.atMost ?? Infinity);
        }),
    });
  return checks;
}

// Promises in office time: "within 2 office hours", "by noon tomorrow". Sundays, lunch, holidays, closures and the change
// of the clocks are those of the clinic. Pure.
import { DateTime } from 'luxon';
import type { Hours } from '../site/site.ts';
import { openSpansOf } from './schedule.ts';
import type { OpenSpan } from './schedule.ts';

/** How far ahead an opening is looked for: longer than any holiday a practice takes. */
const HORIZON_DAYS = 92;

export const DUE_WINDOWS = ['twoHours', 'endOfDay', 'noonTomorrow', 'nextBusinessDay', 'week'] as const;
export type DueWindow = (typeof DUE_WINDOWS)[number];

interface Office {
  readonly hours: Hours;
  readonly timeZone: string;
}

const written = (at: DateTime): string => at.toISO({ suppressMilliseconds: true }) ?? '';
const local = (office: Office, now: number) => DateTime.fromMillis(now, { zone: office.timeZone });

/** Days with office time, from the day of `from` on. */
function* openDays(office: Office, from: DateTime): Generator<readonly OpenSpan[]> {
  for (let ahead = 0; ahead <= HORIZON_DAYS; ahead++) {
    const spans = openSpansOf(office.hours, from.startOf('day').plus({ days: ahead }));
    if (spans.length > 0) yield spans;
  }
}

/** The n-th open day after the day of `from`; 0 is today when it is open still. */
function openDay(office: Office, from: DateTime, count: number): readonly OpenSpan[] | undefined {
  let left = count;
  for (const spans of openDays(office, from)) {
    const [first] = spans;
    const end = spans.at(-1)?.to;
    if (!first || !end) continue;
    if (first.from.hasSame(from, 'day')) {
      if (count === 0 && end > from) return spans;
      continue;
    }
    if (--left <= 0) return spans;
  }
  return undefined;
}

/**
 * The instant at which `minutes` of office time have passed since `now`.
 * @returns undefined where the site has no office time to reckon with
 */
export function addOfficeMinutes(office: Office, now: number, minutes: number): DateTime | undefined {
  const from = local(office, now);
  let left = minutes * 60_000;
  for (const spans of openDays(office, from))
    for (const span of spans) {
      const begin = span.from > from ? span.from : from;
      const length = span.to.toMillis() - begin.toMillis();
      if (length <= 0) continue;
      if (left <= length) return begin.plus({ milliseconds: left });
      left -= length;
    }
  return undefined;
}

const toFullMinute = (at: DateTime): DateTime =>
  at.second === 0 && at.millisecond === 0 ? at : at.startOf('minute').plus({ minutes: 1 });
const endOf = (spans: readonly OpenSpan[] | undefined): DateTime | undefined => spans?.at(-1)?.to;

/** The latest open moment up to noon; on a day that opens only later, its end. */
function noonOf(spans: readonly OpenSpan[] | undefined): DateTime | undefined {
  const morning = spans?.filter(({ from }) => from.hour < 12).at(-1);
  if (!morning) return endOf(spans);
  const noon = morning.from.set({ hour: 12, minute: 0, second: 0, millisecond: 0 });
  return noon < morning.to ? noon : morning.to;
}

/** When a promise of this kind is due (ISO instant with the clinic's offset). */
export function dueFor(window: DueWindow, office: Office, now: number): string {
  const at = local(office, now);
  const due = inOfficeTime(window, office, at);
  return written(toFullMinute(due ?? onTheClock(window, at)));
}

function inOfficeTime(window: DueWindow, office: Office, at: DateTime): DateTime | undefined {
  switch (window) {
    case 'twoHours':
      return addOfficeMinutes(office, at.toMillis(), 120);
    case 'endOfDay':
      return endOf(openDay(office, at, 0) ?? openDay(office, at, 1));
    case 'noonTomorrow':
      return noonOf(openDay(office, at, 1));
    case 'nextBusinessDay':
      return endOf(openDay(office, at, 1));
    case 'week':
      return endOf(openDay(office, at.plus({ days: 6 }), 1));
  }
}

/** Where the site says no hours: the clock on the wall. */
function onTheClock(window: DueWindow, at: DateTime): DateTime {
  const five = (date: DateTime) => date.set({ hour: 17, minute: 0, second: 0, millisecond: 0 });
  switch (window) {
    case 'twoHours':
      return at.plus({ hours: 2 });
    case 'endOfDay':
      return at.hour < 17 ? five(at) : at.endOf('day').startOf('minute');
    case 'noonTomorrow':
      return five(at.plus({ days: 1 })).set({ hour: 12 });
    case 'nextBusinessDay':
      return five(at.plus({ days: 1 }));
    case 'week':
      return five(at.plus({ days: 7 }));
  }
}

/** "2 hours", "30 minutes", "1 days" as the rules promise it, in office time; days end with the office. */
export function dueWithin(within: string | undefined, office: Office, now: number): string {
  const [amount, unit] = (within ?? '1 hours').split(' ');
  const count = Number(amount) || 1;
  const at = local(office, now);
  if (unit === 'days') return written(endOf(openDay(office, at, count)) ?? at.plus({ days: count }));
  const minutes = unit === 'minutes' ? count : count * 60;
  return written(toFullMinute(addOfficeMinutes(office, now, minutes) ?? at.plus({ minutes })));
}

/**
 * Whether something due then falls into office time: at an instant (opening and closing time count), or on a day at all.
 * @returns undefined when it does, or the next moment (or day) that does
 */
export function closedWhenDue(office: Office, due: string): { readonly next: string | undefined } | undefined {
  const at = DateTime.fromISO(due, { zone: office.timeZone });
  if (!at.isValid) return undefined;
  const today = openSpansOf(office.hours, at);
  const isDay = !due.includes('T');
  if (isDay ? today.length > 0 : today.some(({ from, to }) => at >= from && at <= to)) return undefined;
  for (const spans of openDays(office, at)) {
    const next = spans.find(({ from }) => isDay || from > at)?.from;
    if (next) return { next: (isDay ? next.toISODate() : written(next)) ?? undefined };
  }
  // Without office hours in the site file nothing is ever closed.
  return today.length > 0 ? { next: undefined } : undefined;
}

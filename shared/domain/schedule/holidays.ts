// On which days a practice's holidays fall: fixed, computed, and moved to a working day. Pure; days are ISO dates.
import { DateTime } from 'luxon';
import type { Holiday } from '../site/hours.ts';
import { WEEKDAYS } from './weekdays.ts';

export interface HolidayOn {
  readonly name: string;
  /** Hours that are kept all the same. */
  readonly open: Holiday['open'];
}

/** Easter Sunday of the western churches (Meeus/Jones/Butcher). */
export function easterSunday(year: number): DateTime {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const sum = h + l - 7 * m + 114;
  return DateTime.utc(year, Math.floor(sum / 31), (sum % 31) + 1);
}

/** The nth such weekday of the month; undefined where the month has no fifth one. */
function nthWeekday(year: number, month: number, weekday: number, nth: number | 'last'): DateTime | undefined {
  const first = DateTime.utc(year, month, 1);
  if (nth === 'last') {
    const last = first.endOf('month').startOf('day');
    return last.minus({ days: (last.weekday - weekday + 7) % 7 });
  }
  const day = first.plus({ days: ((weekday - first.weekday + 7) % 7) + (nth - 1) * 7 });
  return day.month === month ? day : undefined;
}

function ownDay(holiday: Holiday, year: number): DateTime | undefined {
  const { date, every, weekday, nth, month, easter } = holiday;
  if (date !== undefined) return DateTime.fromISO(date, { zone: 'utc' });
  if (every !== undefined) return DateTime.fromISO(`${String(year).padStart(4, '0')}-${every}`, { zone: 'utc' });
  if (easter !== undefined) return easterSunday(year).plus({ days: easter });
  if (weekday !== undefined && nth !== undefined && month !== undefined)
    return nthWeekday(year, month, WEEKDAYS.indexOf(weekday) + 1, nth);
  return undefined;
}

/** The day itself and, where it is moved, the working day on which it is kept. */
function daysOf(holiday: Holiday, year: number): DateTime[] {
  const day = ownDay(holiday, year)?.plus({ days: holiday.plusDays ?? 0 });
  // The 29th of February is a holiday only in the years that have one.
  if (!day?.isValid) return [];
  if (holiday.observed === undefined || day.weekday < 6) return [day];
  const isSaturday = day.weekday === 6;
  if (holiday.observed === 'nearest') return [day, day.plus({ days: isSaturday ? -1 : 1 })];
  return [day, day.plus({ days: isSaturday ? 2 : 1 })];
}

const known = new WeakMap<readonly Holiday[], Map<number, ReadonlyMap<string, HolidayOn>>>();

/** Every holiday that falls into the year, by day. Of two on one day the one that is listed first counts. */
export function holidaysOf(holidays: readonly Holiday[], year: number): ReadonlyMap<string, HolidayOn> {
  const years = known.get(holidays) ?? new Map<number, ReadonlyMap<string, HolidayOn>>();
  known.set(holidays, years);
  const before = years.get(year);
  if (before) return before;
  const found = new Map<string, HolidayOn>();
  for (const holiday of holidays)
    // New Year's Day on a Saturday is kept on the last day of the year before it.
    for (const ofYear of [year - 1, year, year + 1])
      for (const day of daysOf(holiday, ofYear)) {
        const iso = day.toISODate() ?? '';
        if (day.year === year && !found.has(iso)) found.set(iso, { name: holiday.name, open: holiday.open });
      }
  years.set(year, found);
  return found;
}

/** The holiday on a day (YYYY-MM-DD), if it is one. */
export const holidayOn = (holidays: readonly Holiday[], day: string): HolidayOn | undefined =>
  holidays.length === 0 ? undefined : holidaysOf(holidays, Number(day.slice(0, 4))).get(day);

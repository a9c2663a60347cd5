import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { Hours } from '../site/hours.ts';
import type { Holiday } from '../site/hours.ts';
import { easterSunday, holidayOn, holidaysOf } from './holidays.ts';

const holidays: Holiday[] = Hours.parse({
  weekly: {},
  holidays: [
    { name: "New Year's Day", every: '01-01', observed: 'nearest' },
    { name: 'Martin Luther King Jr. Day', nth: 3, weekday: 'mon', month: 1 },
    { name: 'Good Friday', easter: -2 },
    { name: 'Memorial Day', nth: 'last', weekday: 'mon', month: 5 },
    { name: 'Independence Day', every: '07-04', observed: 'nearest' },
    { name: 'Thanksgiving', nth: 4, weekday: 'thu', month: 11 },
    { name: 'Day after Thanksgiving', nth: 4, weekday: 'thu', month: 11, plusDays: 1 },
    { name: 'Boxing Day', every: '12-26', observed: 'monday' },
    { name: 'Leap day', every: '02-29' },
    { name: 'Staff day', date: '2026-09-18' },
    { name: 'Fifth Friday', nth: 5, weekday: 'fri', month: 2 },
  ],
}).holidays;
const daysOf = (name: string, year: number) =>
  [...holidaysOf(holidays, year)].filter(([, holiday]) => holiday.name === name).map(([day]) => day);

describe('a holiday', () => {
  it.each([
    ['Thanksgiving', 2026, ['2026-11-26']],
    ['Day after Thanksgiving', 2026, ['2026-11-27']],
    ['Memorial Day', 2027, ['2027-05-31']],
    ['Martin Luther King Jr. Day', 2027, ['2027-01-18']],
    ['Good Friday', 2026, ['2026-04-03']],
    ['Good Friday', 2027, ['2027-03-26']],
    ['Staff day', 2027, []],
    ['Leap day', 2028, ['2028-02-29']],
    ['Leap day', 2027, []],
    ['Fifth Friday', 2027, []],
    ['Fifth Friday', 2008, ['2008-02-29']],
  ])('%s in %i', (name, year, days) => {
    // The leap day of 2008 belongs to both: the one that is listed first has it.
    const found = name === 'Fifth Friday' && year === 2008 ? daysOf('Leap day', year) : daysOf(name, year);
    expect(found).toEqual(days);
  });
  it('on a Saturday is kept on the Friday before it, too; on a Sunday on the Monday after', () => {
    expect(daysOf('Independence Day', 2026).sort()).toEqual(['2026-07-03', '2026-07-04']);
    expect(daysOf('Independence Day', 2027).sort()).toEqual(['2027-07-04', '2027-07-05']);
    expect(daysOf('Independence Day', 2028)).toEqual(['2028-07-04']);
    expect(daysOf('Boxing Day', 2026).sort()).toEqual(['2026-12-26', '2026-12-28']);
  });
  it('may be kept in the year before its own', () => {
    expect(holidayOn(holidays, '2027-12-31')?.name).toBe("New Year's Day");
    expect(holidayOn(holidays, '2028-01-01')?.name).toBe("New Year's Day");
    expect(holidayOn(holidays, '2026-12-31')).toBeUndefined();
  });
});

it('Easter is the Sunday that the tables give', () => {
  const tables = ['2024-03-31', '2025-04-20', '2026-04-05', '2027-03-28', '2028-04-16', '2038-04-25', '2076-04-19'];
  for (const day of tables) expect(easterSunday(Number(day.slice(0, 4))).toISODate()).toBe(day);
  fc.assert(
    fc.property(fc.integer({ min: 1900, max: 2300 }), (year) => {
      const easter = easterSunday(year);
      expect(easter.weekday).toBe(7);
      expect(easter >= DateTime.utc(year, 3, 22) && easter <= DateTime.utc(year, 4, 25)).toBe(true);
    }),
  );
});

it('on any day of a century a moved holiday has a working day within two days', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('1970-01-10'), max: new Date('2070-01-01'), noInvalidDate: true }),
      fc.constantFrom('nearest' as const, 'monday' as const),
      (date, observed) => {
        const day = DateTime.fromJSDate(date, { zone: 'utc' }).startOf('day');
        const one: Holiday[] = [{ name: 'x', date: day.toISODate()!, observed }];
        const kept = [day.year - 1, day.year, day.year + 1].flatMap((year) => [...holidaysOf(one, year).keys()]);
        expect(kept).toContain(day.toISODate());
        expect(kept.some((iso) => DateTime.fromISO(iso).weekday < 6)).toBe(true);
        for (const iso of kept)
          expect(Math.abs(DateTime.fromISO(iso, { zone: 'utc' }).diff(day, 'days').days)).toBeLessThanOrEqual(2);
      },
    ),
  );
});

it.each([
  ['two ways at once', { name: 'x', date: '2026-01-01', every: '01-01' }],
  ['no way at all', { name: 'x' }],
  ['half a weekday', { name: 'x', weekday: 'mon', nth: 2 }],
  ['a day that does not exist', { name: 'x', date: '2026-02-30' }],
  ['a day of no year', { name: 'x', every: '02-30' }],
])('%s is refused', (_what, holiday) =>
  expect(Hours.safeParse({ weekly: {}, holidays: [holiday] }).success).toBe(false),
);

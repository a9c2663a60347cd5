import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ageOn, readBirthDate } from './birth-date.ts';

const TODAY = '2026-11-21';

describe('readBirthDate', () => {
  it.each([
    ['1979-03-14', ['1979-03-14']],
    ['3/14/1979', ['1979-03-14']],
    ['03-14-79', ['1979-03-14']],
    ['3.14.1979', ['1979-03-14']],
    ['14/3/1979', ['1979-03-14']],
    ['03141979', ['1979-03-14']],
    ['19790314', ['1979-03-14']],
    ['March 14, 1979', ['1979-03-14']],
    ['Mar 14th 1979', ['1979-03-14']],
    ['14 March 79', ['1979-03-14']],
    ['14 de marzo de 1979', ['1979-03-14']],
    ['Sept 5 1984', ['1984-09-05']],
    ['3/4/1979', ['1979-03-04']],
    ['3/4/15', ['2015-03-04', '1915-03-04']],
    ['2/29/2000', ['2000-02-29']],
  ])('reads %s', (typed, dates) => expect(readBirthDate(typed, TODAY)).toEqual(dates));

  it.each([['2/29/1999'], ['13/13/1999'], ['1999'], ['march 1999'], [''], ['yesterday'], ['11/22/2026'], ['1/1/1850']])(
    'finds no birth date in %s',
    (typed) => expect(readBirthDate(typed, TODAY)).toEqual([]),
  );

  it('reads every day back from its usual spellings', () => {
    const day = fc.date({ min: new Date('1910-01-01'), max: new Date('2026-11-20'), noInvalidDate: true });
    fc.assert(
      fc.property(day, (date) => {
        const iso = date.toISOString().slice(0, 10);
        const [year = '', month = '', dayOfMonth = ''] = iso.split('-');
        for (const typed of [
          iso,
          `${month}/${dayOfMonth}/${year}`,
          `${Number(month)}-${Number(dayOfMonth)}-${year.slice(2)}`,
          `${month}${dayOfMonth}${year}`,
          new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(date),
          new Intl.DateTimeFormat('es-US', { dateStyle: 'long', timeZone: 'UTC' }).format(date),
        ])
          expect(readBirthDate(typed, TODAY), typed).toContain(iso);
      }),
    );
  });

  it('gives only real days that are not in the future, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), (typed) => {
        for (const date of readBirthDate(typed, TODAY)) {
          expect(new Date(`${date}T00:00:00Z`).toISOString().slice(0, 10)).toBe(date);
          expect(date <= TODAY).toBe(true);
        }
      }),
    );
  });
});

describe('ageOn', () => {
  it('counts whole years', () => {
    expect(ageOn('2000-11-21', TODAY)).toBe(26);
    expect(ageOn('2000-11-22', TODAY)).toBe(25);
    expect(ageOn('2004-02-29', '2025-02-28')).toBe(20);
    expect(ageOn('2026-11-01', TODAY)).toBe(0);
    expect(ageOn('1979', TODAY)).toBeUndefined();
    expect(ageOn('1979-03', TODAY)).toBe(47);
    expect(ageOn('2030-01-01', TODAY)).toBeUndefined();
    expect(ageOn(undefined, TODAY)).toBeUndefined();
  });
});

import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { Hours, Location, OwnHours } from '../site/hours.ts';
import { closureFor, isClosureAhead, isSameClosure, CLOSING_CHOICES } from './closing.ts';
import { hoursAt, officeAt } from './places.ts';
import { officeChange, officeState } from './schedule.ts';
import { WEEKDAYS } from './weekdays.ts';

const ZONE = 'America/New_York';
const span = (from: string, to: string) => [{ from, to }];
const site = {
  clinic: { timeZone: ZONE },
  hours: Hours.parse({
    weekly: { mon: span('08:00', '17:00'), tue: span('08:00', '17:00') },
    holidays: [{ name: 'Founders', date: '2026-11-24' }],
    closures: [{ date: '2026-11-23', from: '08:00', to: '12:00', reason: 'Snow' }],
  }),
  locations: [
    Location.parse({
      id: 'west',
      name: 'West',
      timeZone: 'America/Chicago',
      hours: {
        weekly: { mon: span('09:00', '18:00') },
        holidays: [{ name: 'Founders, mornings only', date: '2026-11-24', open: span('09:00', '11:00') }],
      },
    }),
    Location.parse({ id: 'east', name: 'East' }),
  ],
  queues: [
    { id: 'front', location: 'west' },
    { id: 'nurse', location: 'west', hours: OwnHours.parse({ weekly: { mon: span('10:00', '11:00') } }) },
  ],
};
const at = (place: { queue?: string; location?: string }, text: string, zone = ZONE) =>
  officeAt(site, place, DateTime.fromISO(text, { zone }).toISO()!);

describe('hours of a place', () => {
  it('a location has its own week, in its own zone', () => {
    expect(at({ location: 'west' }, '2026-11-30T17:30', 'America/Chicago').open).toBe(true);
    expect(at({}, '2026-11-30T17:30').open).toBe(false);
    expect(at({ location: 'east' }, '2026-11-30T09:00').open).toBe(true);
  });
  it('keeps the closures of the practice', () =>
    expect(at({ location: 'west' }, '2026-11-23T10:00', 'America/Chicago')).toMatchObject({
      reason: 'closure',
      name: 'Snow',
    }));
  it('says otherwise on a holiday of the practice where it has one of its own', () => {
    expect(at({ location: 'west' }, '2026-11-24T10:00', 'America/Chicago').open).toBe(true);
    expect(at({ location: 'west' }, '2026-11-24T12:00', 'America/Chicago')).toMatchObject({ reason: 'holiday' });
    expect(at({}, '2026-11-24T10:00')).toMatchObject({ open: false, reason: 'holiday', name: 'Founders' });
  });
  it("a line has its location's hours, or its own", () => {
    expect(hoursAt(site, { queue: 'front' }).timeZone).toBe('America/Chicago');
    expect(at({ queue: 'front' }, '2026-11-30T12:00', 'America/Chicago').open).toBe(true);
    expect(at({ queue: 'nurse' }, '2026-11-30T12:00', 'America/Chicago').open).toBe(false);
    expect(at({ queue: 'unknown' }, '2026-11-30T12:00').open).toBe(true);
  });
  it('are the same object every time: what is remembered of them is found', () =>
    expect(hoursAt(site, { queue: 'nurse' }).hours).toBe(hoursAt(site, { queue: 'nurse' }).hours));
});

it('"opens in 20 minutes" is a fact', () => {
  const now = DateTime.fromISO('2026-11-30T07:40', { zone: ZONE });
  expect(officeChange(at({}, '2026-11-30T07:40'), now.toMillis())).toMatchObject({ what: 'opens', minutes: 20 });
  expect(officeChange(at({}, '2026-11-30T16:59'), now.set({ hour: 16, minute: 59 }).toMillis())).toMatchObject({
    what: 'closes',
    minutes: 1,
  });
  expect(officeChange({ open: false, reason: 'outsideHours' }, 0)).toBeUndefined();
});

describe('open or not is what the clock on the wall and the file say', () => {
  const clock = fc.integer({ min: 0, max: 95 }).map((quarter) => {
    const minutes = quarter * 15;
    return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  });
  const spanOf = fc
    .tuple(clock, clock)
    .filter(([a, b]) => a !== b)
    .map(([a, b]) => (a < b ? { from: a, to: b } : { from: b, to: a }));
  // The weeks of both clock changes, the end of two years, and a leap day.
  const weeks = ['2026-03-05', '2026-10-29', '2026-12-28', '2027-12-29', '2028-02-26'];
  const day = (week: string, offset: number) => DateTime.fromISO(week).plus({ days: offset }).toISODate()!;
  const closure = (week: string) =>
    fc
      .record({
        from: fc.integer({ min: 0, max: 6 }),
        days: fc.integer({ min: 0, max: 3 }),
        a: fc.option(clock),
        b: fc.option(clock),
      })
      .map(({ from, days, a, b }) => ({
        date: day(week, from),
        ...(a === null ? {} : { from: a }),
        lastDate: day(week, from + days),
        ...(b === null ? {} : { to: b }),
        reason: 'r',
      }))
      .filter(({ date, from = '00:00', lastDate, to = '24:00' }) => lastDate > date || to > from);

  const story = fc.constantFrom(...weeks).chain((week) =>
    fc.record({
      week: fc.constant(week),
      weekly: fc.dictionary(fc.constantFrom(...WEEKDAYS), fc.array(spanOf, { maxLength: 3 })),
      closures: fc.array(closure(week), { maxLength: 3 }),
      holidays: fc.array(
        fc.integer({ min: 0, max: 6 }).map((offset) => ({ name: 'h', date: day(week, offset) })),
        { maxLength: 2 },
      ),
      minute: fc.integer({ min: 0, max: 7 * 24 * 60 }),
    }),
  );
  it('also where closures overlap, cross midnight and meet a holiday', () => {
    fc.assert(
      fc.property(story, ({ week, weekly, closures, holidays, minute }) => {
        const hours = Hours.parse({ weekly, closures, holidays });
        const now = DateTime.fromISO(week, { zone: ZONE }).plus({ minutes: minute });
        // The hour that is there twice is decided by the first of the two: nobody writes down which one is meant.
        fc.pre(!(now.toISODate() === '2026-11-01' && now.hour === 1));
        const date = now.toISODate()!;
        const time = now.toFormat('HH:mm');
        const isClosed = closures.some(
          (one) =>
            `${one.date} ${one.from ?? '00:00'}` <= `${date} ${time}` &&
            `${date} ${time}` < `${one.lastDate} ${one.to ?? '24:00'}`,
        );
        const isHoliday = holidays.some((one) => one.date === date);
        const own = (weekly as Record<string, { from: string; to: string }[]>)[WEEKDAYS[now.weekday - 1]!] ?? [];
        const isOpen = !isHoliday && !isClosed && own.some(({ from, to }) => from <= time && time < to);
        const state = officeState(hours, ZONE, now.toISO()!);
        expect(state.open).toBe(isOpen);
        if (state.changesAt === undefined) return;
        const change = DateTime.fromISO(state.changesAt, { zone: ZONE });
        expect(change > now).toBe(true);
        expect(officeState(hours, ZONE, change.toISO()!).open).toBe(!isOpen);
      }),
      { numRuns: 1500 },
    );
  });
});

describe('closing the office at once', () => {
  const now = (text: string) => DateTime.fromISO(text, { zone: ZONE }).toMillis();
  it('until noon is from this minute to twelve, and in the afternoon nothing', () => {
    expect(closureFor('noon', ZONE, now('2026-11-23T06:12:40'), 'Weather')).toEqual({
      date: '2026-11-23',
      from: '06:12',
      to: '12:00',
      reason: 'Weather',
    });
    expect(closureFor('noon', ZONE, now('2026-11-23T12:00'), 'Weather')).toBeUndefined();
  });
  it('every choice that is offered is a closure the site file takes, at any minute of three years', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3 * 366 * 24 * 60 }),
        fc.constantFrom(...CLOSING_CHOICES),
        (minutes, choice) => {
          const at = now('2026-01-01T00:00') + minutes * 60_000;
          const closure = closureFor(choice, ZONE, at, 'r');
          if (!closure) return;
          expect(Hours.safeParse({ weekly: {}, closures: [closure] }).success).toBe(true);
          expect(isClosureAhead(closure, ZONE, at)).toBe(true);
          expect(isSameClosure(closure, { ...closure })).toBe(true);
          const always = Hours.parse({
            weekly: Object.fromEntries(WEEKDAYS.map((name) => [name, span('00:00', '24:00')])),
            closures: [closure],
          });
          const isNow = choice !== 'tomorrow' && choice !== 'tomorrowNoon';
          expect(officeState(always, ZONE, new Date(at).toISOString()).open).toBe(!isNow);
        },
      ),
      { numRuns: 600 },
    );
  });
});

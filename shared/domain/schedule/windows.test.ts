import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { Hours } from '../site/site.ts';
import { officeState } from './schedule.ts';
import { addOfficeMinutes, closedWhenDue, DUE_WINDOWS, dueFor, dueWithin } from './windows.ts';

const timeZone = 'America/New_York';
const day = [
  { from: '08:00', to: '12:30' },
  { from: '13:00', to: '17:00' },
];
const hours = Hours.parse({
  weekly: { mon: day, tue: day, wed: day, thu: day, fri: day, sat: [{ from: '09:00', to: '11:00' }] },
  holidays: [{ date: '2026-11-26', name: 'Thanksgiving' }],
  closures: [{ date: '2026-12-01', from: '08:00', to: '12:30', reason: 'Snow day until noon' }],
});
const office = { hours, timeZone };
const at = (text: string) => DateTime.fromISO(text, { zone: timeZone }).toMillis();
const short = (iso: string) => DateTime.fromISO(iso, { zone: timeZone }).toFormat('ccc d MMM HH:mm');
const due = (window: (typeof DUE_WINDOWS)[number], now: string) => short(dueFor(window, office, at(now)));

describe('a promise in office time', () => {
  it('"by noon tomorrow" on a Saturday is Monday noon', () => {
    expect(due('noonTomorrow', '2026-11-21T10:00')).toBe('Mon 23 Nov 12:00');
    expect(due('noonTomorrow', '2026-11-23T10:00')).toBe('Tue 24 Nov 12:00');
  });
  it('steps over a holiday, and on a day that opens only after noon it is the end of that day', () => {
    expect(due('noonTomorrow', '2026-11-25T16:00')).toBe('Fri 27 Nov 12:00');
    expect(due('nextBusinessDay', '2026-11-25T16:00')).toBe('Fri 27 Nov 17:00');
    expect(due('noonTomorrow', '2026-11-30T10:00')).toBe('Tue 1 Dec 17:00');
  });
  it('on a morning that ends before noon it is that end', () =>
    expect(due('noonTomorrow', '2026-11-27T10:00')).toBe('Sat 28 Nov 11:00'));
  it('"by end of day" is when the office shuts today, and once it has, on the next open day', () => {
    expect(due('endOfDay', '2026-11-23T12:45')).toBe('Mon 23 Nov 17:00');
    expect(due('endOfDay', '2026-11-21T12:00')).toBe('Mon 23 Nov 17:00');
  });
  it('"within two office hours" steps over lunch, the night and the weekend', () => {
    expect(due('twoHours', '2026-11-23T09:15')).toBe('Mon 23 Nov 11:15');
    expect(due('twoHours', '2026-11-23T11:30')).toBe('Mon 23 Nov 14:00');
    expect(due('twoHours', '2026-11-21T10:30')).toBe('Mon 23 Nov 09:30');
    expect(due('twoHours', '2026-11-22T20:00')).toBe('Mon 23 Nov 10:00');
  });
  it('"in a week" is an open day, seven days on or later', () => {
    expect(due('week', '2026-11-23T10:00')).toBe('Mon 30 Nov 17:00');
    expect(due('week', '2026-11-19T10:00')).toBe('Fri 27 Nov 17:00');
  });
  it("reads the rules' windows", () => {
    expect(short(dueWithin('30 minutes', office, at('2026-11-23T12:20')))).toBe('Mon 23 Nov 13:20');
    expect(short(dueWithin('2 days', office, at('2026-11-24T10:00')))).toBe('Fri 27 Nov 17:00');
    expect(short(dueWithin(undefined, office, at('2026-11-23T10:00')))).toBe('Mon 23 Nov 11:00');
  });
  it('keeps its hour when the clocks change in between', () => {
    // Clocks go forward on Sunday 8 March 2026 and back on Sunday 1 November 2026.
    expect(due('twoHours', '2026-03-07T10:30')).toBe('Mon 9 Mar 09:30');
    expect(due('noonTomorrow', '2026-10-31T10:00')).toBe('Mon 2 Nov 12:00');
    expect(dueFor('noonTomorrow', office, at('2026-10-31T10:00'))).toBe('2026-11-02T12:00:00-05:00');
  });
  it('reckons with real minutes in a night whose clocks change', () => {
    const always = {
      timeZone,
      hours: Hours.parse({ weekly: { sat: [{ from: '00:00', to: '24:00' }], sun: [{ from: '00:00', to: '24:00' }] } }),
    };
    const late = at('2026-10-31T23:30');
    expect(addOfficeMinutes(always, late, 180)!.toMillis() - late).toBe(180 * 60_000);
    expect(addOfficeMinutes(always, late, 180)!.toFormat('HH:mm')).toBe('01:30');
  });
  it('goes by the clock on the wall where the site has no hours', () => {
    const none = { hours: Hours.parse({ weekly: {} }), timeZone };
    expect(short(dueFor('twoHours', none, at('2026-11-22T20:00')))).toBe('Sun 22 Nov 22:00');
    expect(short(dueFor('noonTomorrow', none, at('2026-11-22T20:00')))).toBe('Mon 23 Nov 12:00');
    expect(short(dueWithin('2 days', none, at('2026-11-22T20:00')))).toBe('Tue 24 Nov 20:00');
    expect(closedWhenDue(none, '2026-11-22')).toBeUndefined();
  });
});

describe('due while the office is closed', () => {
  it('is said for a moment and for a day, with the next one that is open', () => {
    expect(closedWhenDue(office, '2026-11-22')).toEqual({ next: '2026-11-23' });
    expect(closedWhenDue(office, '2026-11-26')).toEqual({ next: '2026-11-27' });
    expect(closedWhenDue(office, '2026-11-23T12:45:00-05:00')).toEqual({ next: '2026-11-23T13:00:00-05:00' });
    expect(closedWhenDue(office, '2026-11-21T23:00:00-05:00')).toEqual({ next: '2026-11-23T08:00:00-05:00' });
  });
  it('is not said at opening, at closing, in between or for nonsense', () => {
    for (const good of ['2026-11-23', '2026-11-23T08:00:00-05:00', '2026-11-23T17:00:00-05:00', 'soon'])
      expect(closedWhenDue(office, good)).toBeUndefined();
  });
});

const anyMoment = fc
  .integer({ min: 0, max: 2 * 366 * 24 * 60 })
  .map((minutes) => at('2026-01-01T00:00') + minutes * 60_000);

it('every window ends later than now and within office time, at any minute of two years', () => {
  fc.assert(
    fc.property(anyMoment, fc.constantFrom(...DUE_WINDOWS), (now, window) => {
      const ends = dueFor(window, office, now);
      expect(Date.parse(ends)).toBeGreaterThan(now);
      expect(closedWhenDue(office, ends)).toBeUndefined();
      // A minute before it the office is open: it is never due on opening the door.
      expect(officeState(hours, timeZone, new Date(Date.parse(ends) - 60_000).toISOString()).open).toBe(true);
    }),
    { numRuns: 500 },
  );
});

it('office minutes add up: first some, then more, is the same as all at once', () => {
  fc.assert(
    fc.property(anyMoment, fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 1, max: 2000 }), (now, first, more) => {
      const inOne = addOfficeMinutes(office, now, first + more)!.toMillis();
      const inTwo = addOfficeMinutes(office, addOfficeMinutes(office, now, first)!.toMillis(), more)!.toMillis();
      expect(inTwo).toBe(inOne);
      expect(inOne).toBeGreaterThanOrEqual(now + (first + more) * 60_000);
    }),
    { numRuns: 300 },
  );
});

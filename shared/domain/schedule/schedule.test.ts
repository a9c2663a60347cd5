import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { Hours } from '../site/site.ts';
import { WEEKDAYS } from './weekdays.ts';
import { officeState } from './schedule.ts';

const ZONE = 'America/New_York';
const day = [
  { from: '08:00', to: '12:00' },
  { from: '13:00', to: '17:00' },
];
const hours = Hours.parse({
  weekly: { mon: day, tue: day, wed: day, thu: day, fri: day },
  holidays: [{ date: '2026-11-26', name: 'Thanksgiving' }],
  closures: [{ date: '2026-12-01', from: '08:00', to: '12:00', reason: 'Snow day until noon' }],
});
const at = (text: string) => officeState(hours, ZONE, DateTime.fromISO(text, { zone: ZONE }).toISO()!);

describe('office hours', () => {
  it('is open on a working morning and says until when', () => {
    expect(at('2026-11-23T09:00')).toMatchObject({
      open: true,
      reason: 'hours',
      changesAt: '2026-11-23T12:00:00.000-05:00',
    });
  });
  it('is shut over lunch, and the first minute after it is open', () => {
    expect(at('2026-11-23T12:00')).toMatchObject({
      open: false,
      reason: 'lunch',
      changesAt: '2026-11-23T13:00:00.000-05:00',
    });
    expect(at('2026-11-23T13:00').open).toBe(true);
    expect(at('2026-11-23T17:00').open).toBe(false);
  });
  it('names the holiday and opens again the day after', () => {
    expect(at('2026-11-26T10:00')).toMatchObject({
      open: false,
      reason: 'holiday',
      name: 'Thanksgiving',
      changesAt: '2026-11-27T08:00:00.000-05:00',
    });
  });
  it('knows a snow day until noon', () => {
    expect(at('2026-12-01T09:00')).toMatchObject({
      open: false,
      reason: 'closure',
      name: 'Snow day until noon',
      changesAt: '2026-12-01T13:00:00.000-05:00',
    });
    expect(at('2026-12-01T14:00').open).toBe(true);
  });
  it('looks over the weekend', () => {
    expect(at('2026-11-21T10:00')).toMatchObject({ open: false, changesAt: '2026-11-23T08:00:00.000-05:00' });
  });
  it("reckons in the clinic's zone whatever the PC's clock says", () => {
    expect(officeState(hours, 'America/Los_Angeles', '2026-11-23T13:30:00Z').open).toBe(false);
    expect(officeState(hours, 'America/New_York', '2026-11-23T13:30:00Z').open).toBe(true);
  });
  it('keeps 08:00 at 08:00 when the clocks change', () => {
    expect(at('2026-03-09T08:00').open).toBe(true);
    expect(at('2026-03-09T07:59').open).toBe(false);
    expect(at('2026-11-02T08:00').open).toBe(true);
  });
  it('stays open through midnight when both days say so', () => {
    const always = Hours.parse({
      weekly: Object.fromEntries(WEEKDAYS.map((name) => [name, [{ from: '00:00', to: '24:00' }]])),
    });
    expect(officeState(always, ZONE, '2026-03-08T07:30:00Z')).toEqual({ open: true, reason: 'hours' });
  });
});

it('the moment it says it changes is a moment at which it changes, on any day of two years', () => {
  const start = DateTime.fromISO('2026-01-01', { zone: ZONE });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 * 366 * 24 * 60 }), (minutes) => {
      const now = start.plus({ minutes });
      const state = officeState(hours, ZONE, now.toISO()!);
      expect(state.changesAt).toBeDefined();
      const change = DateTime.fromISO(state.changesAt!, { setZone: true });
      expect(change > now).toBe(true);
      expect(officeState(hours, ZONE, change.toISO()!).open).toBe(!state.open);
      expect(officeState(hours, ZONE, change.minus({ minutes: 1 }).toISO()!).open).toBe(
        change.minus({ minutes: 1 }) >= now ? state.open : !state.open,
      );
    }),
    { numRuns: 400 },
  );
});

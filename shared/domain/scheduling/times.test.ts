import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { byDay, dayOf, instead, openTimes } from './times.ts';
import type { Calendar, FreeSlot, Wishes } from './types.ts';

const ZONE = 'America/New_York';
const NOW = Date.parse('2026-11-20T15:00:00Z'); // Friday, 10:00 in New York
const calendar = (id: string, more: Partial<Calendar> = {}): Calendar => ({
  ...{ id, providerId: `Practitioner/${id}`, provider: `Dr. ${id}`, placeId: 'Location/main', place: 'Main' },
  ...{ languages: ['en'], visitTypes: [] },
  ...more,
});
const LEE = calendar('lee', { visitTypes: ['follow-up', 'physical'] });
const ALVAREZ = calendar('alvarez', { languages: ['en', 'es'], placeId: 'Location/east', visitTypes: ['follow-up'] });
const at = (local: string): number => DateTime.fromISO(local, { zone: ZONE }).toMillis();
const slot = (of: string, local: string, minutes = 20, more: Partial<FreeSlot> = {}): FreeSlot => ({
  ...{ id: `${of}-${local}`, calendar: of, start: at(local), end: at(local) + minutes * 60_000, visitTypes: [] },
  ...more,
});
const find = (slots: FreeSlot[], wishes: Wishes = {}, minutes?: number, now = NOW) =>
  openTimes(slots, [LEE, ALVAREZ], wishes, { zone: ZONE, now, minutes });
const names = (times: ReturnType<typeof find>) => times.map(({ slots }) => slots.join('+'));

describe('free times', () => {
  it('come the earliest first, none that has begun', () => {
    const slots = [
      slot('lee', '2026-11-23T09:20'),
      slot('alvarez', '2026-11-20T10:20'),
      slot('lee', '2026-11-20T10:00'),
      slot('lee', '2026-11-20T09:40'),
    ];
    expect(names(find(slots))).toEqual(['alvarez-2026-11-20T10:20', 'lee-2026-11-23T09:20']);
  });

  const monday = [
    slot('lee', '2026-11-23T09:20'),
    slot('alvarez', '2026-11-23T13:00'),
    slot('lee', '2026-11-24T12:00'),
  ];
  it.each([
    [{ language: 'es' }, ['alvarez-2026-11-23T13:00']],
    [{ providerId: 'Practitioner/lee' }, ['lee-2026-11-23T09:20', 'lee-2026-11-24T12:00']],
    [{ placeId: 'Location/east' }, ['alvarez-2026-11-23T13:00']],
    [{ visitType: 'physical' }, ['lee-2026-11-23T09:20', 'lee-2026-11-24T12:00']],
    [{ part: 'morning' }, ['lee-2026-11-23T09:20']],
    [{ part: 'afternoon' }, ['alvarez-2026-11-23T13:00', 'lee-2026-11-24T12:00']],
    [{ from: '2026-11-24' }, ['lee-2026-11-24T12:00']],
    [{ until: '2026-11-23' }, ['lee-2026-11-23T09:20', 'alvarez-2026-11-23T13:00']],
  ] as const)('that fit %o', (wishes, expected) => expect(names(find(monday, wishes))).toEqual(expected));

  it("a slot's own kinds of visit go before its calendar's", () => {
    const own = slot('alvarez', '2026-11-23T09:00', 20, { visitTypes: ['vaccination'] });
    expect(names(find([own], { visitType: 'vaccination' }))).toHaveLength(1);
    expect(names(find([own], { visitType: 'follow-up' }))).toHaveLength(0);
  });

  it('a longer visit takes slots in a row of one calendar, and never jumps a gap', () => {
    const slots = ['09:00', '09:20', '10:00', '10:20', '10:40'].map((time) => slot('lee', `2026-11-23T${time}`));
    expect(names(find([...slots, slot('alvarez', '2026-11-23T09:40')], {}, 40))).toEqual([
      'lee-2026-11-23T09:00+lee-2026-11-23T09:20',
      'lee-2026-11-23T10:00+lee-2026-11-23T10:20',
      'lee-2026-11-23T10:20+lee-2026-11-23T10:40',
    ]);
  });

  it('the same time twice in a calendar is no longer visit', () => {
    const twice = [slot('lee', '2026-11-23T09:00'), { ...slot('lee', '2026-11-23T09:00'), id: 'again' }];
    expect(find(twice, {}, 40)).toEqual([]);
    expect(find(twice)).toHaveLength(2);
  });

  it("days are the practice's: late in the evening, and when the clocks change", () => {
    // 02:30 UTC on Saturday is Friday evening in New York.
    const late = slot('lee', '2026-11-20T21:30');
    expect(names(find([late], { until: '2026-11-20', part: 'afternoon' }))).toHaveLength(1);
    // On 1 November at 2:00 it is 1:00 once more; the two are different times of one day.
    const first = Date.parse('2026-11-01T05:30:00Z');
    const twice = [first, first + 3_600_000].map((start) => ({
      ...slot('lee', '2026-11-01T01:30'),
      id: `${start}`,
      start,
      end: start + 1_200_000,
    }));
    const found = find(twice, { from: '2026-11-01', until: '2026-11-01', part: 'morning' }, undefined, first - 1);
    expect(found.map(({ start }) => start)).toEqual([first, first + 3_600_000]);
    // On 8 March there is no 2:30: the hour from 1:40 to 3:20 is one of forty minutes.
    const spring = [slot('lee', '2026-03-08T01:40'), slot('lee', '2026-03-08T03:00')];
    expect(find(spring, {}, 40, at('2026-03-01T00:00')).map(({ slots }) => slots.length)).toEqual([2]);
    expect(byDay(find(spring, {}, 20, at('2026-03-01T00:00')), ZONE)).toMatchObject([{ day: '2026-03-08' }]);
  });

  it('whatever the slots and wishes are: each fits, in order, in the future, long enough, of one calendar', () => {
    const slots = fc.array(
      fc.record({
        id: fc.uuid(),
        calendar: fc.constantFrom('lee', 'alvarez', 'nobody'),
        step: fc.integer({ min: -20, max: 300 }),
        visitTypes: fc.subarray(['follow-up', 'physical']),
      }),
      { maxLength: 60 },
    );
    const wishes = fc.record(
      {
        part: fc.constantFrom('any' as const, 'morning' as const, 'afternoon' as const),
        language: fc.constantFrom('en', 'es'),
        visitType: fc.constantFrom('follow-up', 'physical'),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(slots, wishes, fc.constantFrom(10, 20, 40, 60), (made, wish, minutes) => {
        const free = made.map(({ id, step, visitTypes, ...of }) => {
          const start = NOW + step * 1_200_000;
          return { id, calendar: of.calendar, visitTypes, start, end: start + 1_200_000 };
        });
        const byId = new Map(free.map((one) => [one.id, one]));
        const found = find(free, wish, minutes);
        found.forEach((time, index) => {
          const parts = time.slots.map((id) => byId.get(id)!);
          expect(time.start).toBeGreaterThan(NOW);
          expect(time.end - time.start).toBeGreaterThanOrEqual(minutes * 60_000);
          expect(new Set(parts.map((part) => part.calendar)).size).toBe(1);
          expect(parts[0]!.start).toBe(time.start);
          parts.slice(1).forEach((part, at) => expect(part.start).toBe(parts[at]!.end));
          if (wish.language) expect(time.languages).toContain(wish.language);
          if (index > 0) expect(time.start).toBeGreaterThanOrEqual(found[index - 1]!.start);
        });
      }),
    );
  });
});

describe('instead of a time that is gone', () => {
  it('near it, the same person before others, in the order of time', () => {
    const slots = ['08:00', '09:20', '09:40', '15:00'].map((time) => slot('lee', `2026-11-23T${time}`));
    const times = find([...slots, slot('alvarez', '2026-11-23T09:00'), slot('alvarez', '2026-11-23T11:30')]);
    const best = instead(times, { start: at('2026-11-23T09:00'), provider: 'Dr. lee' });
    expect(names(best)).toEqual(['lee-2026-11-23T08:00', 'lee-2026-11-23T09:20', 'lee-2026-11-23T09:40']);
    expect(instead([], { start: NOW, provider: '' })).toEqual([]);
  });
});

it("a day is the practice's", () => expect(dayOf(Date.parse('2026-11-21T02:30:00Z'), ZONE)).toBe('2026-11-20'));

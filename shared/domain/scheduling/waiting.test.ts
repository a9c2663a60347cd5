import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { openTimes } from './times.ts';
import type { BookedVisit, Calendar, FreeSlot, Wishes } from './types.ts';
import { inTurn, isUrgent, takersOf, wasCalledToday } from './waiting.ts';

const ZONE = 'America/New_York';
const NOW = Date.parse('2026-11-20T15:00:00Z');
const at = (local: string): number => DateTime.fromISO(local, { zone: ZONE }).toMillis();
const calendar = (id: string, more: Partial<Calendar> = {}): Calendar => ({
  ...{ id, providerId: `Practitioner/${id}`, provider: `Dr. ${id}`, placeId: 'Location/main', place: 'Main' },
  ...{ languages: ['en'], visitTypes: ['follow-up', 'physical'] },
  ...more,
});
const LEE = calendar('lee');
const ALVAREZ = calendar('alvarez', { languages: ['en', 'es'], placeId: 'Location/east' });
const slot = (of: string, local: string): FreeSlot => ({
  ...{ id: `${of}-${local}`, calendar: of, start: at(local), end: at(local) + 20 * 60_000, visitTypes: [] },
});
const waits = (id: string, wishes: Wishes = {}, more: Partial<BookedVisit> = {}) => ({
  visit: { id, wishes, since: NOW - 1000, ...more },
});
const minutesOf = (visitType: string | undefined) => (visitType === 'physical' ? 40 : undefined);
const around = { zone: ZONE, now: NOW, minutesOf };
const ids = (all: readonly { visit: { id: string } }[]): string[] => all.map(({ visit }) => visit.id);

describe('in turn', () => {
  it.each([
    [undefined, false],
    [0, false],
    [1, true],
    [4, true],
    [5, false],
    [9, false],
    [17, false],
  ])('priority %s is urgent: %s', (priority, expected) =>
    expect(isUrgent(priority === undefined ? {} : { priority })).toBe(expected),
  );

  it('urgent first, then the longest; of whom nobody knows since when, last', () => {
    const all = [
      waits('new', {}, { since: NOW - 1 }),
      waits('unknown', {}, { since: undefined }),
      waits('old', {}, { since: NOW - 9 }),
      waits('urgent', {}, { priority: 2 }),
      waits('can wait', {}, { priority: 9, since: NOW - 99 }),
    ];
    expect(ids(inTurn(all))).toEqual(['urgent', 'old', 'new', 'unknown', 'can wait']);
  });
});

describe('whom a time that became free would suit', () => {
  const nine = slot('lee', '2026-11-23T09:00');
  const next = slot('lee', '2026-11-23T09:20');
  const before = slot('lee', '2026-11-23T08:40');
  const gap = (slots: FreeSlot[] = [nine]) => ({ freed: new Set([nine.id]), slots, calendars: [LEE, ALVAREZ] });
  const takes = (wishes: Wishes, slots?: FreeSlot[]) =>
    takersOf([waits('w', wishes)], gap(slots), around)[0]?.time.slots;

  it.each<[Wishes, boolean]>([
    [{}, true],
    [{ visitType: 'follow-up', part: 'morning', from: '2026-11-23', until: '2026-11-23' }, true],
    [{ visitType: 'vaccination' }, false],
    [{ providerId: 'Practitioner/lee', placeId: 'Location/main', language: 'en' }, true],
    [{ providerId: 'Practitioner/osei' }, false],
    [{ placeId: 'Location/east' }, false],
    [{ language: 'es' }, false],
    [{ part: 'afternoon' }, false],
    [{ from: '2026-11-24' }, false],
    [{ until: '2026-11-22' }, false],
  ])('%o: %s', (wishes, expected) => expect(takes(wishes) !== undefined).toBe(expected));

  it('a longer visit needs what is free beside it, before or after', () => {
    expect(takes({ visitType: 'physical' })).toBeUndefined();
    expect(takes({ visitType: 'physical' }, [nine, next])).toEqual([nine.id, next.id]);
    expect(takes({ visitType: 'physical' }, [before, nine])).toEqual([before.id, nine.id]);
  });

  it('what was free before is not what became free', () => {
    expect(takes({}, [before, nine, next])).toEqual([nine.id]);
    expect(takersOf([waits('w')], { ...gap([next]), freed: new Set([nine.id]) }, around)).toEqual([]);
  });
});

const wishes: fc.Arbitrary<Wishes> = fc.record(
  {
    visitType: fc.constantFrom('follow-up', 'physical', 'vaccination'),
    providerId: fc.constantFrom('Practitioner/lee', 'Practitioner/alvarez', 'Practitioner/osei'),
    placeId: fc.constantFrom('Location/main', 'Location/east'),
    language: fc.constantFrom('en', 'es'),
    from: fc.constantFrom('2026-11-23', '2026-11-24'),
    until: fc.constantFrom('2026-11-23', '2026-11-24'),
    part: fc.constantFrom('any' as const, 'morning' as const, 'afternoon' as const),
  },
  { requiredKeys: [] },
);
const person = fc.record({
  wishes,
  since: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
  priority: fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }),
});
const people = fc
  .array(person, { maxLength: 12 })
  .map((all) => all.map(({ wishes: wish, ...more }, index) => waits(`w${String(index).padStart(2, '0')}`, wish, more)));
const TIMES = ['2026-11-23T08:40', '2026-11-23T09:00', '2026-11-23T13:00', '2026-11-24T09:00'];
const SLOTS = TIMES.flatMap((local) => [slot('lee', local), slot('alvarez', local)]);
const free = fc.subarray(SLOTS);
const freedOf = (slots: readonly FreeSlot[]) => ({
  ...{ freed: new Set(slots.slice(0, 1).map(({ id }) => id)), slots, calendars: [LEE, ALVAREZ] },
});

describe('always', () => {
  it('exactly those are offered it whom it suits: nobody else, and nobody is left out', () => {
    fc.assert(
      fc.property(people, free, (all, slots) => {
        const gap = freedOf(slots);
        const takers = takersOf(all, gap, around);
        const suited = all.filter(({ visit }) =>
          openTimes(slots, gap.calendars, visit.wishes ?? {}, {
            ...{ zone: ZONE, now: NOW, minutes: minutesOf(visit.wishes?.visitType) },
          }).some((time) => time.slots.some((id) => gap.freed.has(id))),
        );
        expect(ids(takers).sort()).toEqual(ids(suited).sort());
        for (const { time } of takers) expect(time.slots.some((id) => gap.freed.has(id))).toBe(true);
      }),
    );
  });

  it('nobody stands before somebody who is more urgent, or as urgent and has waited longer', () => {
    const rank = ({ priority = 0 }: { priority?: number | undefined }) => (priority === 0 ? 5 : priority);
    fc.assert(
      fc.property(people, free, (all, slots) => {
        const takers = takersOf(all, freedOf(slots), around);
        takers.slice(1).forEach(({ visit }, index) => {
          const ahead = takers[index]!.visit;
          expect(rank(ahead)).toBeLessThanOrEqual(rank(visit));
          if (rank(ahead) === rank(visit)) expect(ahead.since ?? Infinity).toBeLessThanOrEqual(visit.since ?? Infinity);
        });
      }),
    );
  });

  it('however the EHR lists them, the order is the same, and the list itself is left alone', () => {
    fc.assert(
      fc.property(people, fc.nat(), (all, turn) => {
        const turned = [...all.slice(turn % (all.length || 1)), ...all.slice(0, turn % (all.length || 1))];
        const before = ids(turned);
        expect(ids(inTurn(turned))).toEqual(ids(inTurn(all)));
        expect(ids(turned)).toEqual(before);
      }),
    );
  });
});

it.each([
  ['2026-11-20T23:59:00-08:00', '2026-11-20T08:00:00-08:00', true],
  ['2026-11-21T00:01:00-08:00', '2026-11-20T23:58:00-08:00', false],
  // The same day at the practice, another one in UTC.
  ['2026-11-20T17:00:00-08:00', '2026-11-20T08:00:00-08:00', true],
])('at %s, a call at %s was today: %s', (now, at, isToday) => {
  expect(wasCalledToday({ called: { at: Date.parse(at) } }, Date.parse(now), 'America/Los_Angeles')).toBe(isToday);
  expect(wasCalledToday({}, Date.parse(now), 'America/Los_Angeles')).toBe(false);
});

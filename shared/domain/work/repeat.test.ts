import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstCallResolution, repeatOf } from './repeat.ts';
import type { PastCall } from './repeat.ts';

const DAY = 86_400_000;
const NOW = 100 * DAY;
const past = (callId: string, daysAgo: number, change: Partial<PastCall> = {}): PastCall => ({
  callId,
  at: NOW - daysAgo * DAY,
  direction: 'incoming',
  answered: true,
  key: '+16175550123',
  ...change,
});
const caller = { callId: 'now', key: '+16175550123' };
const days = { now: NOW, days: 7 };

describe('who calls again', () => {
  it('is told by number within the days; calls of ours are the last contact and no call of theirs', () => {
    const calls = [
      past('old', 8),
      past('a', 3),
      past('b', 2, { category: 'clinical' }),
      past('c', 1, { direction: 'outgoing' }),
    ];
    expect(repeatOf(caller, calls, days)).toMatchObject({ nth: 3, last: { callId: 'b' } });
    expect(repeatOf({ callId: 'now', key: '+1617555' }, calls, days)).toBeUndefined();
    expect(repeatOf({ callId: 'now' }, calls, days)).toBeUndefined();
  });
  it('is told by patient, and by household, only once somebody is verified', () => {
    const calls = [past('a', 1, { key: 'x', patientId: 'p1' }), past('b', 1, { key: 'y', patientId: 'p2' })];
    expect(repeatOf(caller, calls, days)).toBeUndefined();
    expect(repeatOf({ ...caller, patientId: 'p1', household: ['p2'] }, calls, days)).toMatchObject({
      nth: 2,
      household: 1,
    });
  });
  it('a call is no repeat of itself, nor of what comes later', () => {
    expect(repeatOf(caller, [past('now', 0), past('later', -1)], days)).toBeUndefined();
  });
});

describe('first-call resolution', () => {
  const window = { now: NOW, days: 7, lookBackDays: 35 };
  const noted = (id: string, daysAgo: number, change: Partial<PastCall> = {}) =>
    past(id, daysAgo, { category: 'clinical', ...change });

  it('counts matters whose days are over, and those after which nobody called again', () => {
    const calls = [
      noted('solved', 20, { key: 'a' }),
      noted('again', 20, { key: 'b' }),
      noted('again-2', 18, { key: 'b' }),
      noted('other-matter', 18, { key: 'a', category: 'billing' }),
      noted('too-fresh', 3, { key: 'c' }),
      noted('unanswered', 19, { key: 'a', answered: false }),
      noted('ours', 19, { key: 'a', direction: 'outgoing' }),
    ];
    expect(firstCallResolution(calls, window)).toEqual({ counted: 3, resolved: 2, again: ['again'] });
  });
  it('the same patient from another phone is the same matter', () => {
    const calls = [noted('a', 20, { key: 'x', patientId: 'p' }), noted('b', 19, { key: 'y', patientId: 'p' })];
    expect(firstCallResolution(calls, window)).toMatchObject({ counted: 1, resolved: 0 });
  });
  it('never counts more than there is, in whatever order the calls come', () => {
    const call = fc.record({
      daysAgo: fc.integer({ min: 0, max: 40 }),
      key: fc.constantFrom('a', 'b'),
      category: fc.constantFrom('x', 'y'),
    });
    fc.assert(
      fc.property(fc.array(call, { maxLength: 30 }), (drawn) => {
        const calls = drawn.map(({ daysAgo, ...rest }, index) => noted(`${index}`, daysAgo + index / 1000, rest));
        const found = firstCallResolution(calls, window);
        expect(found.resolved).toBeGreaterThanOrEqual(0);
        expect(found.counted).toBeLessThanOrEqual(calls.length);
        expect(firstCallResolution([...calls].reverse(), window)).toEqual(found);
      }),
    );
  });
});

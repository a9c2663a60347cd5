import { describe, expect, it } from 'vitest';
import { holderOf } from './claim.ts';
import { noteLine } from './note-line.ts';
import type { BookedVisit, SchedulingSupport } from './types.ts';
import { actsFor, inOrder } from './visits.ts';

const NOW = Date.parse('2026-11-20T15:00:00Z');
const ALL: SchedulingSupport = {
  ...{ times: true, book: 'held', cancel: true, confirm: true, waitingList: true, needsVisitType: false },
};
const visit = (more: Partial<BookedVisit> = {}): BookedVisit => ({
  ...{ id: 'v', state: 'booked', start: NOW + 3_600_000, what: 'Follow-up', provider: 'Dr. Lee', place: 'Main' },
  ...{ confirmed: false },
  ...more,
});

describe('what may be done with a visit', () => {
  it.each([
    ['booked', {}, ALL, ['confirm', 'move', 'cancel']],
    ['confirmed', { confirmed: true }, ALL, ['move', 'cancel']],
    ['begun', { start: NOW - 1 }, ALL, []],
    ['arrived', { state: 'arrived' }, ALL, []],
    ['cancelled', { state: 'cancelled' }, ALL, []],
    ['where no times can be booked', {}, { ...ALL, book: 'not' }, ['confirm', 'cancel']],
    ['where nothing can be changed', {}, { ...ALL, cancel: false, confirm: false }, []],
  ] as const)('%s', (_name, more, support, acts) => expect(actsFor(visit(more), support, NOW)).toEqual(acts));

  it('who waits is found a time, or taken off the list', () => {
    const { start: _none, ...waiting } = visit({ state: 'waiting' });
    expect(actsFor(waiting, ALL, NOW)).toEqual(['move', 'cancel']);
  });

  it('the nearest comes first, who waits last', () => {
    const { start: _none, ...waiting } = visit({ id: 'w', state: 'waiting' });
    expect(
      inOrder([waiting, visit({ id: 'b', start: NOW + 9 }), visit({ id: 'a', start: NOW + 5 })]).map(({ id }) => id),
    ).toEqual(['a', 'b', 'w']);
  });
});

describe('who has a slot', () => {
  const claim = { of: 'booking/1', by: 'ana', until: NOW };
  it.each([
    ['free', undefined, 'nobody'],
    ['tentative', claim, 'us'],
    ['busy', claim, 'us'],
    ['busy', undefined, 'somebody'],
    ['tentative', undefined, 'somebody'],
    ['tentative', { ...claim, of: 'booking/2', until: NOW + 1 }, 'somebody'],
    ['tentative', { ...claim, of: 'booking/2' }, 'lapsed'],
    ['busy', { ...claim, of: 'booking/2' }, 'somebody'],
  ] as const)('%s with %o: %s', (status, of, holder) => expect(holderOf(status, of, 'booking/1', NOW)).toBe(holder));
});

it("is written into the note in the practice's language and time", () => {
  const at = { ...visit(), start: Date.parse('2026-11-23T14:20:00Z') };
  expect(noteLine('booked', at, { zone: 'America/New_York', language: 'en' })).toMatch(
    /^Booked: Mon, Nov 23, 9:20\sAM · Follow-up · Dr\. Lee · Main\.$/,
  );
  expect(noteLine('moved', at, { zone: 'America/New_York', language: 'es' })).toMatch(/^Cambiada a: lun, 23 nov, 9:20/);
  const { start: _none, ...waiting } = visit({ provider: '', place: '' });
  expect(noteLine('waiting', waiting, { zone: 'UTC', language: 'fr' })).toBe('On the waiting list: Follow-up.');
});

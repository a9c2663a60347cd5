import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REFERRAL_LANE, lanePlaceOf } from './referral.ts';
import type { ReferralOrder, Tracking } from './referral.ts';

const TODAY = '2026-11-20';
const order = (part: Partial<ReferralOrder> = {}): ReferralOrder => ({
  status: 'active',
  isAuthored: true,
  tracking: [],
  ...part,
});
const place = (part: Partial<ReferralOrder>) => lanePlaceOf(order(part), TODAY);

describe('a referral without anybody who tracks it', () => {
  it.each([
    ['a draft', { status: 'draft' }, 'missing'],
    ['an order nobody signed', { isAuthored: false }, 'missing'],
    ['an active order', {}, 'received'],
    ['one that is good until today', { goodUntil: TODAY }, 'received'],
    ['one whose time is over', { goodUntil: '2026-11-19' }, 'missing'],
    ['one on hold', { status: 'on-hold' }, 'pendingReview'],
  ] as const)('%s', (_case, part, expected) => expect(place(part)).toBe(expected));
});

describe('a referral that somebody tracks', () => {
  it.each([
    ['ready to schedule', 'readyToSchedule'],
    ['Approved by plan', 'readyToSchedule'],
    ['Pending prior authorization', 'pendingReview'],
    ['with the provider', 'pendingReview'],
    ['Received by fax', 'received'],
    ['not received', 'missing'],
    ['not ready to schedule', 'pendingReview'],
    ['Prior authorization denied', 'pendingReview'],
    ['Awaiting records', 'missing'],
  ])('stands where its words say: %s', (words, expected) => {
    expect(place({ tracking: [{ words, status: 'in-progress' }] })).toBe(expected);
  });

  it.each(['requested', 'in-progress', 'completed'])(
    'is where its order is when a task about it names no place: %s',
    (status) => {
      expect(place({ tracking: [{ status }] })).toBe('received');
      expect(place({ tracking: [{ status, words: 'Taken at a desk' }], status: 'on-hold' })).toBe('pendingReview');
    },
  );

  it('a place a desk of ours wrote counts before what others say, and the later before the earlier', () => {
    const ours: Tracking = { place: 'received', status: 'received', changed: '2026-11-01T00:00:00Z' };
    const theirs: Tracking = { words: 'ready', changed: '2026-11-19T00:00:00Z' };
    expect(place({ tracking: [theirs, ours] })).toBe('received');
    expect(place({ tracking: [ours, { ...ours, place: 'pendingReview', changed: '2026-11-02T00:00:00Z' }] })).toBe(
      'pendingReview',
    );
  });

  it('a task that was given up says nothing', () => {
    expect(place({ tracking: [{ place: 'readyToSchedule', status: 'cancelled' }] })).toBe('received');
  });
});

const tracking = fc.record(
  {
    place: fc.constantFrom(...REFERRAL_LANE),
    words: fc.string(),
    status: fc.oneof(fc.string(), fc.constantFrom('requested', 'received', 'ready', 'cancelled', 'entered-in-error')),
    changed: fc.string(),
  },
  { requiredKeys: [] },
);
const anyOrder = fc.record({
  status: fc.constantFrom(
    'draft',
    'active',
    'on-hold',
    'completed',
    'revoked',
    'entered-in-error',
    'unknown',
    undefined,
  ),
  isAuthored: fc.boolean(),
  goodUntil: fc.constantFrom('2026-01-01', '2027-01-01', undefined),
  tracking: fc.array(tracking, { maxLength: 4 }),
});

describe('whatever charts hold', () => {
  it('a referral that is over is on no lane, every other one is at exactly one place of it', () => {
    fc.assert(
      fc.property(anyOrder, (one) => {
        const found = lanePlaceOf(one, TODAY);
        if (['draft', 'active', 'on-hold'].includes(one.status ?? '')) expect(REFERRAL_LANE).toContain(found);
        else expect(found).toBeUndefined();
      }),
    );
  });

  it('what a desk of ours wrote last is what shows, whoever else has a task about it and in whatever order they come', () => {
    fc.assert(
      fc.property(anyOrder, fc.constantFrom(...REFERRAL_LANE), fc.nat(4), (one, ours, at) => {
        const open = { ...one, status: 'active' };
        const others = open.tracking.map((other) => ({ ...other, place: undefined }));
        const mine: Tracking = { place: ours, status: 'received' };
        const all = [...others.slice(0, at), mine, ...others.slice(at)];
        expect(lanePlaceOf({ ...open, tracking: all }, TODAY)).toBe(ours);
      }),
    );
  });
});

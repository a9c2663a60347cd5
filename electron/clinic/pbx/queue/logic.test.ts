import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseMembers, insertEntry, planRinging, wrapUpEnd } from './logic.ts';
import type { Entry, Member, PlanInput } from './logic.ts';

const member = (number: number, over: Partial<Member> = {}): Member => ({
  interface: `PJSIP/${number}`,
  name: String(number),
  membership: 'static',
  penalty: 0,
  paused: false,
  pausedReason: '',
  callsTaken: 0,
  lastCall: 0,
  lastPause: 0,
  loginTime: 0,
  inCall: false,
  ...over,
});
const entry = (id: string, over: Partial<Entry> = {}): Entry => ({ id, priority: 0, joinedAt: 0, retryAt: 0, ...over });
const plan = (over: Partial<PlanInput>): ReturnType<typeof planRinging> => {
  const members = over.members ?? [];
  return planRinging({
    strategy: 'ringall',
    wrapUpSeconds: 10,
    entries: [],
    idle: new Set(members.map((one) => one.interface)),
    busyInterfaces: new Set(),
    rungEntries: new Set(),
    now: 1_000_000,
    ...over,
    members,
  });
};

describe('waiting', () => {
  it('keeps the order of arrival within a priority', () => {
    const entries: Entry[] = [];
    expect(insertEntry(entries, entry('a'))).toBe(1);
    expect(insertEntry(entries, entry('b', { priority: 5 }))).toBe(1);
    expect(insertEntry(entries, entry('c'))).toBe(3);
    expect(insertEntry(entries, entry('d', { priority: 5 }))).toBe(2);
    expect(entries.map(({ id }) => id)).toEqual(['b', 'd', 'a', 'c']);
  });

  it('is always sorted by priority', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3)), (priorities) => {
        const entries: Entry[] = [];
        priorities.forEach((priority, i) => insertEntry(entries, entry(String(i), { priority })));
        const order = entries.map(({ priority, id }) => [-priority, Number(id)] as const);
        expect(order).toEqual(order.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]));
      }),
    );
  });
});

describe('ringing', () => {
  it('rings all for the first, nobody for the second', () => {
    const members = [member(101), member(102)];
    expect(plan({ members, entries: [entry('a'), entry('b')] })).toEqual([
      { entryId: 'a', interfaces: ['PJSIP/101', 'PJSIP/102'] },
    ]);
  });

  it('hands one to each by longest idle', () => {
    const members = [member(101, { lastCall: 500 }), member(102, { lastCall: 400 }), member(103)];
    expect(plan({ strategy: 'leastrecent', members, entries: [entry('a'), entry('b'), entry('c')] })).toEqual([
      { entryId: 'a', interfaces: ['PJSIP/103'] },
      { entryId: 'b', interfaces: ['PJSIP/102'] },
      { entryId: 'c', interfaces: ['PJSIP/101'] },
    ]);
  });

  it('takes the lowest penalty first', () => {
    const members = [member(101, { penalty: 1 }), member(102)];
    expect(chooseMembers('ringall', members).map((one) => one.interface)).toEqual(['PJSIP/102']);
  });

  it('leaves alone who is paused, talking, ringing, gone, or in wrap-up', () => {
    const members = [
      member(101, { paused: true }),
      member(102, { inCall: true }),
      member(103),
      member(104),
      member(105, { lastCall: 995 }),
    ];
    const idle = new Set(['PJSIP/101', 'PJSIP/102', 'PJSIP/103', 'PJSIP/105']);
    expect(plan({ members, idle, busyInterfaces: new Set(['PJSIP/103']), entries: [entry('a')] })).toEqual([]);
    expect(wrapUpEnd(member(1), 10)).toBe(0);
  });

  it('waits out the retry and does not ring twice for one caller', () => {
    const members = [member(101)];
    const entries = [entry('a', { retryAt: 1_000_001 }), entry('b')];
    expect(plan({ members, entries })).toEqual([{ entryId: 'b', interfaces: ['PJSIP/101'] }]);
    expect(plan({ members, entries, rungEntries: new Set(['b']) })).toEqual([]);
  });

  it('never gives a phone to two callers', () => {
    const numbers = fc.uniqueArray(fc.integer({ min: 101, max: 110 }));
    const strategy = fc.constantFrom('ringall' as const, 'leastrecent' as const);
    fc.assert(
      fc.property(numbers, fc.nat(8), strategy, (phones, callers, how) => {
        const entries = Array.from({ length: callers }, (_, i) => entry(String(i)));
        const rung = plan({ strategy: how, members: phones.map((number) => member(number)), entries });
        const all = rung.flatMap(({ interfaces }) => interfaces);
        expect(new Set(all).size).toBe(all.length);
        expect(rung.every(({ interfaces }) => interfaces.length > 0)).toBe(true);
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldMember, stretched } from './member-time.ts';
import type { MemberSpan, MemberTimeFact } from './member-time.ts';
import { clipped, presenceOf, united, without } from './person-time.ts';

const who = { agent: '201', queue: 'front' };
function spansOf(facts: readonly MemberTimeFact[], now = 100): MemberSpan[] {
  const all = new Map<string, MemberSpan>();
  let open: readonly MemberSpan[] = [];
  for (const fact of facts) {
    const step = foldMember(open, fact);
    open = step.open;
    for (const span of step.changed) all.set(`${span.agent} ${span.queue} ${span.kind} ${span.from}`, span);
  }
  for (const span of stretched(open, now)) all.set(`${span.agent} ${span.queue} ${span.kind} ${span.from}`, span);
  return [...all.values()];
}
const timesOf = (facts: readonly MemberTimeFact[], now = 100) => {
  const { signedIn, paused, reasons } = presenceOf(spansOf(facts, now));
  return { signedIn, paused, reasons: Object.fromEntries(reasons) };
};

describe('time in the queues', () => {
  it('in, paused with two reasons, resumed, out', () => {
    expect(
      timesOf([
        { type: 'in', at: 10, ...who },
        { type: 'paused', at: 20, ...who, reason: 'lunch' },
        { type: 'paused', at: 35, ...who, reason: 'meeting' },
        { type: 'resumed', at: 40, ...who },
        { type: 'out', at: 60, ...who },
      ]),
    ).toEqual({ signedIn: 50, paused: 20, reasons: { lunch: 15, meeting: 5 } });
  });

  it('a pause in one of two queues is none; in both it is, with the reason of the first', () => {
    const other = { agent: '201', queue: 'billing' };
    expect(
      timesOf([
        { type: 'in', at: 0, ...who },
        { type: 'in', at: 0, ...other },
        { type: 'paused', at: 10, ...who, reason: 'desk' },
        { type: 'paused', at: 30, ...other, reason: 'lunch' },
        { type: 'resumed', at: 50, ...who },
      ]),
    ).toEqual({ signedIn: 100, paused: 20, reasons: { desk: 20 } });
  });

  it('whoever leaves a queue while paused is paused there no more; told twice is once', () => {
    const facts: MemberTimeFact[] = [
      { type: 'in', at: 0, ...who },
      { type: 'paused', at: 10, ...who, reason: 'lunch' },
      { type: 'paused', at: 12, ...who, reason: 'lunch' },
      { type: 'out', at: 30, ...who },
      { type: 'in', at: 50, ...who },
      { type: 'in', at: 51, ...who },
    ];
    expect(timesOf(facts)).toEqual({ signedIn: 80, paused: 20, reasons: { lunch: 20 } });
  });

  it('everywhere at once, with and without the same for each queue; an agent who signs in nowhere in particular', () => {
    const all: MemberTimeFact[] = [
      { type: 'in', at: 0, agent: '201', queue: '' },
      { type: 'pausedEverywhere', at: 20, agent: '201', reason: 'lunch' },
      { type: 'resumedEverywhere', at: 30, agent: '201' },
      { type: 'outEverywhere', at: 90, agent: '201' },
    ];
    expect(timesOf(all)).toEqual({ signedIn: 90, paused: 10, reasons: { lunch: 10 } });
    const each: MemberTimeFact[] = [
      { type: 'in', at: 0, ...who },
      { type: 'pausedEverywhere', at: 20, agent: '201', reason: 'lunch' },
      { type: 'paused', at: 20, ...who, reason: 'lunch' },
      { type: 'resumed', at: 30, ...who },
    ];
    const lines: MemberTimeFact[] = [...each, { type: 'resumedEverywhere', at: 30, agent: '201' }];
    for (const facts of [each, lines, [each[0]!, each[2]!, each[1]!, each[3]!]])
      expect(timesOf(facts)).toEqual({ signedIn: 100, paused: 10, reasons: { lunch: 10 } });
  });

  it('what the PBX says began earlier did; after it began anew nothing is known', () => {
    expect(
      timesOf([
        { type: 'in', at: 50, ...who, since: 5 },
        { type: 'paused', at: 50, ...who, reason: 'lunch', since: 40 },
        { type: 'restarted', at: 70 },
      ]),
    ).toEqual({ signedIn: 65, paused: 30, reasons: { lunch: 30 } });
  });
});

const interval = fc
  .record({ from: fc.integer({ min: 0, max: 60 }), length: fc.integer({ min: 0, max: 20 }) })
  .map(({ from, length }) => ({ from, to: from + length }));
const moments = (intervals: readonly { from: number; to: number }[]): Set<number> =>
  new Set(
    intervals.flatMap(({ from, to }) => Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index)),
  );

describe('spans of time', () => {
  it('united and taken away they are what each moment says', () =>
    fc.assert(
      fc.property(fc.array(interval), fc.array(interval), (some, others) => {
        const [all, gone] = [moments(some), moments(others)];
        expect(moments(united(some))).toEqual(all);
        const left = without(united(some), united(others));
        expect(moments(left)).toEqual(new Set([...all].filter((moment) => !gone.has(moment))));
        expect(united(left)).toEqual(left);
      }),
    ));

  it('told by two sources it is the time of one; paused is never longer than signed in, nor reasons than paused', () => {
    const span = fc.record({
      ...{ queue: fc.constantFrom('a', 'b', ''), kind: fc.constantFrom('in' as const, 'paused' as const) },
      ...{ reason: fc.constantFrom('', 'lunch'), at: interval },
    });
    fc.assert(
      fc.property(fc.array(span), (drawn) => {
        const spans = drawn.map(({ at, kind, reason, queue }) => ({
          ...at,
          kind,
          queue,
          reason: kind === 'in' ? '' : reason,
        }));
        const once = presenceOf(spans);
        expect(presenceOf([...spans, ...spans])).toEqual(once);
        expect(once.paused).toBeLessThanOrEqual(once.signedIn);
        expect([...once.reasons.values()].reduce((sum, one) => sum + one, 0)).toBe(once.paused);
        const [early, late] = [clipped(spans, { from: 0, to: 30 }), clipped(spans, { from: 30, to: 99 })].map(
          presenceOf,
        );
        expect(early!.signedIn + late!.signedIn).toBe(once.signedIn);
        expect(early!.paused + late!.paused).toBe(once.paused);
      }),
    );
  });
});

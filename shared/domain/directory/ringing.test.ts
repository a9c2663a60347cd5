import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reduceDials, ringingBy } from './ringing.ts';
import type { DialEvent, Dials } from './ringing.ts';

const began = (leg: string, extension: string, since = 0): DialEvent => ({
  type: 'began',
  leg,
  caller: { extension, number: leg, name: '', withheld: false, since },
});
const play = (...events: DialEvent[]) => events.reduce<Dials>(reduceDials, new Map());

describe('who rings at whom', () => {
  it('names the caller who has rung longest, whom a pick-up takes', () => {
    const dials = play(began('b', '101', 20), began('a', '101', 10), began('c', '102', 30));
    expect(ringingBy(dials).get('101')?.number).toBe('a');
    expect(ringingBy(reduceDials(dials, { type: 'ended', leg: 'a' })).get('101')?.number).toBe('b');
    expect(ringingBy(dials).get('102')?.number).toBe('c');
  });
  it('starts anew with each connection', () => expect(play(began('a', '101'), { type: 'snapshot' }).size).toBe(0));
  it('keeps no more than could ring, however many ends are lost', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5000), { maxLength: 1500 }), (legs) => {
        expect(play(...legs.map((leg) => began(String(leg), '101'))).size).toBeLessThanOrEqual(500);
      }),
      { numRuns: 10 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Call, CallEvent } from './call.ts';
import { CallId } from './call.ts';
import { beginCall, freeLine, IllegalMove, reduceCall } from './reduce.ts';

const remote = { number: '+12065550123', name: '', withheld: false };
const begin = (type: 'rang' | 'dialled' = 'rang') =>
  beginCall({ type, remote }, 1000, { id: CallId.parse('c1'), line: 1 });
const play = (call: Call, ...events: CallEvent[]) =>
  events.reduce((now, event, index) => reduceCall(now, event, 2000 + index), call);
const talking = () => play(begin(), { type: 'answerSent' }, { type: 'answered' });

describe('a call', () => {
  it('rings, is answered, held, resumed and ends', () => {
    const held = play(talking(), { type: 'holdAsked' }, { type: 'holdConfirmed' });
    expect(held).toMatchObject({ state: 'held', heldSince: 2001 });
    const after = play(held, { type: 'resumeAsked' }, { type: 'resumeConfirmed' }, { type: 'ended', cause: 'hungUp' });
    expect(after).toMatchObject({ state: 'ended', ended: 'hungUp', endedAt: 2002 });
    expect(after.heldSince).toBeUndefined();
  });

  it('is held only when the far end confirmed it', () => {
    expect(play(talking(), { type: 'holdAsked' }).state).toBe('holding');
    expect(play(talking(), { type: 'holdAsked' }, { type: 'holdFailed' })).toMatchObject({
      state: 'talking',
      trouble: 'holdFailed',
    });
  });

  it('comes back from a bounced transfer in the state it was in', () => {
    const ask: CallEvent = { type: 'transferAsked', kind: 'blind', target: '204', label: 'Referrals' };
    const held = play(talking(), { type: 'holdAsked' }, { type: 'holdConfirmed' });
    expect(play(held, ask, { type: 'transferBounced', status: 486 })).toMatchObject({
      state: 'held',
      trouble: 'transferBounced',
    });
    expect(play(talking(), ask, { type: 'transferBounced', status: 486 }).state).toBe('talking');
  });

  it('ends as transferred when the target was reached, however the leg was closed', () => {
    const ask: CallEvent = { type: 'transferAsked', kind: 'blind', target: '201', label: 'Nurse' };
    const call = play(
      talking(),
      ask,
      { type: 'transferAccepted' },
      { type: 'transferReached' },
      { type: 'ended', cause: 'callerHungUp' },
    );
    expect(call.ended).toBe('transferred');
  });

  it('tells a caller who gave up from one who hung up', () => {
    expect(play(begin(), { type: 'ended', cause: 'callerHungUp' }).ended).toBe('callerGaveUp');
    expect(play(talking(), { type: 'ended', cause: 'callerHungUp' }).ended).toBe('callerHungUp');
  });

  it('refuses a move the machine does not know', () => {
    expect(() => play(begin(), { type: 'holdAsked' })).toThrow(IllegalMove);
    expect(() => play(talking(), { type: 'ended', cause: 'hungUp' }, { type: 'answered' })).toThrow(IllegalMove);
  });
});

const anyEvent: fc.Arbitrary<CallEvent> = fc.oneof(
  fc
    .constantFrom<CallEvent['type']>(
      'remoteRang',
      'answerSent',
      'answered',
      'holdAsked',
      'holdConfirmed',
      'holdFailed',
      'resumeAsked',
      'resumeConfirmed',
      'resumeFailed',
      'silenced',
      'transferAccepted',
      'transferRang',
      'transferReached',
      'transferBounced',
      'transferUnknown',
      'audioLost',
      'audioBack',
    )
    .map((type) => ({ type }) as CallEvent),
  fc.boolean().map((muted) => ({ type: 'muteChanged', muted }) as const),
  fc.boolean().map((held) => ({ type: 'remoteHoldChanged', held }) as const),
  fc.constant({ type: 'transferAsked', kind: 'blind', target: '201', label: 'Nurse' } as const),
  fc.constantFrom('hungUp', 'callerHungUp', 'connectionLost').map((cause) => ({ type: 'ended', cause }) as CallEvent),
);

describe('any order of events', () => {
  it('keeps the facts of a call consistent, and ended is the end', () => {
    fc.assert(
      fc.property(fc.constantFrom('rang', 'dialled'), fc.array(anyEvent, { maxLength: 60 }), (type, events) => {
        let call = begin(type as 'rang');
        for (const event of events) {
          const before = call;
          try {
            call = reduceCall(call, event, 5000);
          } catch (error) {
            expect(error).toBeInstanceOf(IllegalMove);
          }
          if (before.state === 'ended') expect(call).toBe(before);
        }
        expect(call.state === 'ended').toBe(call.endedAt !== undefined);
        if (call.state === 'held') expect(call.heldSince).toBeDefined();
        if (call.state === 'talking') expect(call.answeredAt).toBeDefined();
        if (call.state === 'transferring') expect(call.transfer).toBeDefined();
      }),
    );
  });
});

describe('lines', () => {
  it('gives the lowest free one and none when all are taken', () => {
    const call = talking();
    expect(freeLine([call], 6)).toBe(2);
    expect(freeLine([{ ...call, line: 2 }], 6)).toBe(1);
    expect(
      freeLine(
        [1, 2].map((line) => ({ ...call, line })),
        2,
      ),
    ).toBeUndefined();
  });
});
